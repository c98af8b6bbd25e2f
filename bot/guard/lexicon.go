package guard

import (
	"strings"

	"kotae/retrieval/japanese"
)

// translations are the words of offices in English and in Japanese: enough to tell
// which sentence of the other language a claim is about, and no more.
var translations = newLexicon(`
leave vacation holiday = 休暇 年休 有休 休業
holiday = 祝日 休日
annual = 年次 年
remote telework = 在宅 リモート テレワーク
home = 自宅 在宅
work = 勤務 業務 労働 作業 働
working = 勤務 業務
overtime = 時間外 残業
office = オフィス 事業所 事務所 本社
headquarters = 本社
employee staff = 社員 従業員 職員 者
manager = 課長 管理職 部長 上司 上長
director executive = 役員 取締役 部長
president = 社長
department division = 部 部門 部署 課
section = 課
approval approve = 承認 許可 決裁
permission permit = 許可 承認
apply application = 申請 申込 申し込
request = 申請 依頼 要望 申出
submit = 提出 出
report = 報告 連絡
expense cost = 経費 費用
receipt = 領収書
invoice = 請求書
pay payment paid = 支払 支給 払 負担
reimburse = 精算 支給 払戻
allowance = 手当 日当
salary wage = 給与 給料 賃金
bonus = 賞与
fee charge price = 料金 価格 費用 代
limit maximum = 上限 限度 最大
minimum = 下限 最低
deadline = 期限 締切
travel trip = 出張 旅費 移動
abroad overseas foreign = 海外 国外 外国
domestic = 国内
hotel lodging accommodation = 宿泊 宿 ホテル
train = 電車 鉄道 列車 新幹線
taxi = タクシー
car vehicle = 車 自動車
parking = 駐車
airplane flight plane = 航空機 飛行機
commute = 通勤
visitor guest = 来客 客 訪問
customer client = 顧客 客 取引先
supplier vendor = 取引先 業者
contract agreement = 契約 協定 合意
quote quotation estimate = 見積
purchase buy = 購入 購買 買
order = 発注 注文
delivery = 納品 納期
password = パスワード
account = アカウント 口座
login = ログイン
computer pc laptop = パソコン pc 端末
device = 端末 機器 装置
phone telephone = 電話
smartphone = スマートフォン スマホ
mail e-mail email = メール
printer print = プリンタ 印刷
private personal = 私物 個人
network = ネットワーク
backup = バックアップ
software = ソフト
incident accident = 事故
loss lost lose = 紛失
security = セキュリティ
information data = 情報 データ
document = 書類 資料 文書
training = 研修 訓練
meeting = 会議 打ち合わせ
room = 室 部屋
place space = 場所 スペース 場
café cafe = 喫茶店 カフェ
monitor screen = モニター 画面
lend loan borrow = 貸与 貸 借
use = 使用 利用 使
year-end = 年末年始 年末
closure = 休業 閉鎖
combine = 組合 併用
install = インストール 導入
store storage keep = 保管 保存
delete remove = 削除
share = 共有
send = 送信 送
answer reply response = 応答 返事 回答
owner = 所有者 所管
reservation reserve book = 予約
schedule = 日程 予定
date = 日付 日
month = 月
year = 年
week = 週
day = 日
weekday = 平日
night = 夜 泊
morning = 午前 朝
afternoon = 午後
hour = 時間
start begin = 開始 始業 始
end finish = 終了 終業 終
open = 開 解錠
close = 閉 終了 施錠
probation = 試用
retirement retire = 定年 退職
resign quit = 退職
hire recruit = 採用 入社
join = 入社 加入
service = 勤続 サービス
health = 健康
examination checkup = 診断 検査
insurance = 保険
tax = 税
child children = 子
childcare parental = 育児
nursing = 介護
pregnant = 妊娠
family = 家族 親族
plan = プラン 計画
product = 製品 商品
sensor = センサー
battery = 電池
warranty guarantee = 保証
repair = 修理
replacement replace = 交換 代替
return = 返却 返品
discount = 値引 割引
cancel cancellation = 取消 キャンセル 解約
change = 変更
increase = 増 上
decrease reduce = 減 下
extension extend = 延長 内線
renew renewal = 更新
expire expiry = 期限 失効 満了
valid = 有効
release = リリース 公開
version = 版 バージョン
update = 更新
rule regulation policy = 規程 規則 規定
procedure = 手順 手続
form = 様式 書式 フォーム 用紙
exception = 例外
half = 半
unit = 単位 台
number = 番号 数
result = 結果
budget = 予算
sale sales = 売上 営業
development = 開発
production manufacturing = 製造
factory plant = 工場
quality = 品質
complaint = クレーム 苦情
defect defective = 不良
shipment ship = 出荷
government = 政府
attack = 攻撃
server = サーバー サーバ
company firm = 会社 企業 社
member = 会員 メンバー 加盟
country countries nation = 国
minister = 大臣 外相
`)

// newLexicon reads lines of words that mean the same, either way.
func newLexicon(lines string) map[string][]string {
	m := map[string][]string{}
	for line := range strings.Lines(lines) {
		english, other, ok := strings.Cut(line, "=")
		if !ok {
			continue
		}
		for _, e := range strings.Fields(english) {
			for _, j := range strings.Fields(other) {
				e, j := japanese.Stem(e), japanese.Stem(j)
				if e != "" && j != "" {
					m[e] = append(m[e], j)
					m[j] = append(m[j], e)
				}
			}
		}
	}
	return m
}

// translationsOf are the words of the other language for a stem; that of an English
// verb may have its last letter doubled: submitted.
func translationsOf(stem string) []string {
	if ts := translations[stem]; len(ts) > 0 {
		return ts
	}
	if n := len(stem); n > 3 && stem[n-1] == stem[n-2] && stem[n-1] < 0x80 {
		return translations[stem[:n-1]]
	}
	return nil
}

// hasTranslation reports whether a unit in another language holds a word for a stem.
func (u *unit) hasTranslation(stem string) bool {
	for _, t := range translationsOf(stem) {
		if u.has(t) {
			return true
		}
	}
	return false
}
