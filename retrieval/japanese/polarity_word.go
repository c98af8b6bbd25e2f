package japanese

// A sense is what a word by itself asserts.
type sense struct {
	aspect   Aspect
	negative bool
	set      bool
	keeps    bool // its own stem is what is asserted; else that of the word before it
}

// nouns assert something by themselves.
var nouns = map[string]sense{
	"可": {Permission, false, true, false}, "可能": {Permission, false, true, false}, "ok": {Permission, false, true, false}, "許可": {Permission, false, true, true}, "自由": {Permission, false, true, false},
	"不可": {Permission, true, true, false}, "不可能": {Permission, true, true, false}, "禁止": {Permission, true, true, false}, "厳禁": {Permission, true, true, false}, "禁物": {Permission, true, true, false},
	"ng": {Permission, true, true, false}, "遠慮": {Permission, true, true, false}, "不許可": {Permission, true, true, false}, "不能": {Permission, true, true, false},
	"必要": {Need, false, true, false}, "必須": {Need, false, true, false}, "義務": {Need, false, true, false}, "要": {Need, false, true, false}, "強制": {Need, false, true, false}, "不可欠": {Need, false, true, false},
	"不要": {Need, true, true, false}, "任意": {Need, true, true, false}, "不必要": {Need, true, true, false}, "無用": {Need, true, true, false}, "免除": {Need, true, true, false},
	"対象": {Inclusion, false, true, true}, "適用": {Inclusion, false, true, true}, "対象外": {Inclusion, true, true, true}, "適用外": {Inclusion, true, true, true}, "除外": {Inclusion, true, true, true},
}

// verbs assert more than themselves, by stem.
var verbs = map[string]sense{
	"認": {Permission, false, true, true}, "許": {Permission, false, true, true}, "受付": {Permission, false, true, true}, "禁": {Permission, true, true, true},
	"控": {Permission, true, true, true}, "避": {Permission, true, true, true},
	"要": {Need, false, true, false}, "含": {Inclusion, false, true, true}, "除": {Inclusion, true, true, true},
}

// phrases in the tail of a predicate say more than its negations do. The first that
// occurs counts; negative replaces the count of negations.
var phrases = []struct {
	text     string
	aspect   Aspect
	negative bool
}{
	{"ないことはな", Plain, false}, {"ないこともな", Plain, false}, {"なくはな", Plain, false}, {"ないわけではな", Plain, false}, {"ないわけではあり", Plain, false}, {"ないことはあり", Plain, false},
	{"ないわけにはい", Need, false}, {"ずにはいられ", Need, false}, {"ざるを得", Need, false}, {"ざるをえ", Need, false},
	{"なければなら", Need, false}, {"なければなり", Need, false}, {"なくてはなら", Need, false}, {"なくてはなり", Need, false}, {"ねばなら", Need, false}, {"ねばなり", Need, false},
	{"なければいけ", Need, false}, {"なくてはいけ", Need, false}, {"ないといけ", Need, false}, {"ないとなら", Need, false}, {"なきゃ", Need, false}, {"なければだめ", Need, false},
	{"なくてよ", Need, true}, {"なくてい", Need, true}, {"なくてもよ", Need, true}, {"なくてもい", Need, true}, {"なくてもかま", Need, true}, {"なくても構", Need, true}, {"なくても済", Need, true}, {"なくても大丈夫", Need, true}, {"なくても問題", Need, true}, {"なくても差", Need, true}, {"なくともよ", Need, true}, {"なくてかま", Need, true}, {"なくて構", Need, true}, {"ずに済", Need, true}, {"なくて済", Need, true},
	{"必要はあり", Need, true}, {"必要はな", Need, true}, {"必要もな", Need, true}, {"必要がな", Need, true}, {"必要がありませ", Need, true}, {"必要なし", Need, true}, {"必要ない", Need, true}, {"必要ありませ", Need, true},
	{"義務はな", Need, true}, {"義務はありませ", Need, true}, {"不要", Need, true}, {"任意", Need, true},
	{"必要", Need, false}, {"必須", Need, false}, {"義務", Need, false},
	{"てはなら", Permission, true}, {"てはなり", Permission, true}, {"てはいけ", Permission, true}, {"ではいけ", Permission, true}, {"ちゃいけ", Permission, true}, {"てはだめ", Permission, true}, {"べからず", Permission, true},
	{"べきではな", Permission, true}, {"べきではあり", Permission, true}, {"べきでな", Permission, true}, {"わけにはい", Permission, true}, {"ないでくださ", Permission, true}, {"ないで下さ", Permission, true},
	{"禁止", Permission, true}, {"不可", Permission, true},
	{"てよ", Permission, false}, {"てもよ", Permission, false}, {"ていい", Permission, false}, {"てもい", Permission, false}, {"てかま", Permission, false}, {"てもかま", Permission, false}, {"て構", Permission, false}, {"ても構", Permission, false},
	{"でよ", Permission, false}, {"でいい", Permission, false}, {"でかま", Permission, false}, {"でもかま", Permission, false}, {"で構", Permission, false}, {"差し支え", Permission, false}, {"差支え", Permission, false}, {"問題な", Permission, false}, {"問題あり", Permission, false},
	{"て大丈夫", Permission, false}, {"ても大丈夫", Permission, false},
	{"かもしれ", Plain, false}, {"かねな", Plain, false}, {"に違いな", Plain, false}, {"にほかなら", Plain, false}, {"にすぎ", Plain, false},
	{"だけでな", Plain, false}, {"のみなら", Plain, false},
}
