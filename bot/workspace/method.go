package workspace

// A method is what is known of one method of the Web API.
type method struct {
	token  string   // bot if empty; app or any
	scopes []string // one of these; none means that no scope is needed
	// scoped tells the scopes of methods that need another one for each type of
	// channel.
	scoped func(*Server, *request) []string
	tier   int // calls a minute; 0 means that other limits apply
	do     func(*Server, *request) (object, *failure)
}

// Slack's tiers, in calls a minute for one app in one workspace.
const (
	tier1 = 1
	tier2 = 20
	tier3 = 50
	tier4 = 100
)

// Scopes that several methods need.
var (
	chatWrite = []string{"chat:write"}
	usersRead = []string{"users:read"}
)

// methods is the table of the Web API.
var methods = map[string]method{
	"auth.test":             {token: "any", do: authTest},
	"bots.info":             {scopes: usersRead, tier: tier3, do: botsInfo},
	"users.info":            {scopes: usersRead, tier: tier4, do: usersInfo},
	"users.conversations":   {scopes: anyOf("read"), tier: tier3, do: conversationsList},
	"apps.connections.open": {token: "app", scopes: []string{"connections:write"}, tier: 0, do: connectionsOpen},

	"conversations.info":    {scoped: byType("read"), tier: tier3, do: conversationsInfo},
	"conversations.members": {scoped: byType("read"), tier: tier4, do: conversationsMembers},
	"conversations.replies": {scoped: byType("history"), tier: tier3, do: conversationsReplies},
	"conversations.history": {scoped: byType("history"), tier: tier3, do: conversationsHistory},
	"conversations.list":    {scopes: anyOf("read"), tier: tier2, do: conversationsList},
	"conversations.open":    {scopes: []string{"im:write"}, tier: tier3, do: conversationsOpen},
	"conversations.join":    {scopes: []string{"channels:join"}, tier: tier3, do: conversationsJoin},
	"conversations.leave":   {scopes: []string{"channels:manage", "groups:write", "im:write"}, tier: tier3, do: conversationsLeave},

	"chat.postMessage":   {scopes: chatWrite, do: chatPostMessage},
	"chat.postEphemeral": {scopes: chatWrite, tier: tier4, do: chatPostEphemeral},
	"chat.update":        {scopes: chatWrite, tier: tier3, do: chatUpdate},
	"chat.delete":        {scopes: chatWrite, tier: tier3, do: chatDelete},
	"chat.getPermalink":  {do: chatGetPermalink},

	"chat.startStream":  {scopes: chatWrite, tier: tier2, do: chatStartStream},
	"chat.appendStream": {scopes: chatWrite, tier: tier4, do: chatAppendStream},
	"chat.stopStream":   {scopes: chatWrite, tier: tier2, do: chatStopStream},

	"assistant.threads.setStatus":           {scopes: []string{"assistant:write", "chat:write"}, do: threadsSetStatus},
	"assistant.threads.setSuggestedPrompts": {scopes: []string{"assistant:write"}, tier: tier3, do: threadsSetSuggestedPrompts},
	"assistant.threads.setTitle":            {scopes: []string{"assistant:write"}, tier: tier3, do: threadsSetTitle},
	"agents.sessions.setStatus":             {scopes: chatWrite, tier: tier3, do: sessionsSetStatus},
	"agents.sessions.rename":                {scopes: chatWrite, tier: tier3, do: sessionsRename},

	"views.open":    {tier: tier4, do: viewsOpen},
	"views.push":    {tier: tier4, do: viewsPush},
	"views.update":  {tier: tier4, do: viewsUpdate},
	"views.publish": {tier: tier4, do: viewsPublish},

	"reactions.add":    {scopes: []string{"reactions:write"}, tier: tier3, do: reactionsAdd},
	"reactions.remove": {scopes: []string{"reactions:write"}, tier: tier2, do: reactionsRemove},

	"files.info":                   {scopes: []string{"files:read"}, tier: tier4, do: filesInfo},
	"files.getUploadURLExternal":   {scopes: []string{"files:write"}, tier: tier4, do: filesGetUploadURL},
	"files.completeUploadExternal": {scopes: []string{"files:write"}, tier: tier4, do: filesCompleteUpload},
}

// anyOf are the scopes of which one is enough for a method on all types of channels.
func anyOf(right string) []string {
	return []string{"channels:" + right, "groups:" + right, "im:" + right, "mpim:" + right}
}

// byType tells the scope that a method needs for the channel it is about.
func byType(right string) func(*Server, *request) []string {
	return func(s *Server, r *request) []string {
		c := s.state.channels[r.arg("channel")]
		switch {
		case c == nil:
			return anyOf(right)
		case c.IsIM:
			return []string{"im:" + right}
		case c.IsPrivate:
			return []string{"groups:" + right}
		}
		return []string{"channels:" + right}
	}
}
