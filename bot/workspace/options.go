package workspace

import (
	"cmp"
	"io"
	"log"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Options are what a workspace is like. The zero value is a paid workspace on the
// loopback with an agent of the usual scopes installed, nobody in it and no channel.
type Options struct {
	// Team is the workspace itself.
	Team Team
	// App is the app under test.
	App App
	// People and Channels are there from the beginning, in this order.
	People   []User
	Channels []Channel

	// FreePlan makes every agents.* and assistant.* method fail, as on workspaces
	// that do not pay.
	FreePlan bool
	// NoChannelStreams refuses streams outside direct messages with
	// channel_type_not_supported.
	NoChannelStreams bool
	// StreamBytes is how long a streamed message may become, in bytes of UTF-8; 0
	// means 11,000.
	StreamBytes int
	// StreamLife is how long a stream lives after its start, however busy it is; 0
	// means 5 minutes.
	StreamLife time.Duration

	// Unlimited turns rate limits off.
	Unlimited bool
	// PostBurst is how many messages a channel takes at once before it takes one a
	// second; 0 means 5. PostsPerMinute is what the workspace takes; 0 means 300.
	PostBurst, PostsPerMinute int
	// PerMinute replaces the rate limit of methods by name, in calls a minute.
	PerMinute map[string]int

	// Now is the clock of timestamps, limits and expiries; nil means time.Now.
	Now func() time.Time
	// AckWithin is how long an app may take to acknowledge; 0 means 3 seconds.
	AckWithin time.Duration
	// Retries are the pauses before an event is delivered again that was not
	// acknowledged; nil means at once, after 1 minute and after 5 more.
	Retries []time.Duration
	// PingEvery is the pause between pings on a socket; 0 means 5 seconds.
	PingEvery time.Duration
	// Grace is how long a socket stays open after it was warned of its end; 0 means
	// 10 seconds.
	Grace time.Duration
	// Sockets is how many may be open at once; 0 means 10.
	Sockets int
	// Seed chooses the socket of each envelope at random; 0 means in turn.
	Seed uint64

	// HTTP is the base address events, interactions and commands are posted to, such
	// as http://127.0.0.1:3000; empty delivers over Socket Mode.
	HTTP string
	// Transport carries those posts; nil means the network.
	Transport http.RoundTripper

	// Log is how many calls, envelopes and changes are remembered, of each the
	// youngest; 0 means 20,000.
	Log int

	// Address is where to listen; empty means any free port of the loopback.
	Address string
	// InMemory has the server listen nowhere but at DialContext: for testing/synctest,
	// to which waiting for a socket is no waiting.
	InMemory bool
}

// A Team is a workspace.
type Team struct {
	// ID defaults to T00000001, Name to 例示商事, Domain to example.
	ID, Name, Domain string
	// EnterpriseID is set in an organisation with several workspaces.
	EnterpriseID string
}

// An App is the app under test: what its manifest declares, and its secrets, none of
// which is worth anything.
type App struct {
	// ID defaults to A00000001, Name to bot, User to U0000BOT1, BotID to B00000001.
	ID, Name, User, BotID string
	// BotToken, AppToken and SigningSecret default to the constants of this package.
	BotToken, AppToken, SigningSecret string
	// Scopes of the bot token; nil means Scopes().
	Scopes []string
	// AppScopes of the app-level token; nil means connections:write.
	AppScopes []string
	// Events the app is subscribed to, as the manifest calls them; nil means Events().
	Events []string
	// NoAgentView says that the manifest declares no agent.
	NoAgentView bool
}

// The secrets of an app that names none.
const (
	BotToken      = "xoxb-workspace-bot"
	AppToken      = "xapp-workspace-app"
	SigningSecret = "workspace-signing-secret"
)

// Scopes are those of an app that names none: enough for mentions, direct messages,
// commands and being an agent.
func Scopes() []string {
	return []string{"app_mentions:read", "assistant:write", "chat:write", "commands", "im:history", "users:read"}
}

// Events are the subscriptions of an app that names none.
func Events() []string {
	return []string{"app_home_opened", "app_mention", "message.im", "agent_session_stopped"}
}

// filled are the options with every zero replaced by what it means.
func (o Options) filled() Options {
	o.Team.ID = cmp.Or(o.Team.ID, "T00000001")
	o.Team.Name = cmp.Or(o.Team.Name, "例示商事")
	o.Team.Domain = cmp.Or(o.Team.Domain, "example")
	a := &o.App
	a.ID = cmp.Or(a.ID, "A00000001")
	a.Name = cmp.Or(a.Name, "bot")
	a.User = cmp.Or(a.User, "U0000BOT1")
	a.BotID = cmp.Or(a.BotID, "B00000001")
	a.BotToken = cmp.Or(a.BotToken, BotToken)
	a.AppToken = cmp.Or(a.AppToken, AppToken)
	a.SigningSecret = cmp.Or(a.SigningSecret, SigningSecret)
	if a.Scopes == nil {
		a.Scopes = Scopes()
	}
	if a.AppScopes == nil {
		a.AppScopes = []string{"connections:write"}
	}
	if a.Events == nil {
		a.Events = Events()
	}
	a.Scopes, a.AppScopes, a.Events = slices.Clone(a.Scopes), slices.Clone(a.AppScopes), slices.Clone(a.Events)
	o.StreamBytes = cmp.Or(o.StreamBytes, 11_000)
	o.StreamLife = cmp.Or(o.StreamLife, 5*time.Minute)
	o.PostBurst = cmp.Or(o.PostBurst, 5)
	o.PostsPerMinute = cmp.Or(o.PostsPerMinute, 300)
	if o.Now == nil {
		o.Now = time.Now
	}
	o.AckWithin = cmp.Or(o.AckWithin, 3*time.Second)
	if o.Retries == nil {
		o.Retries = []time.Duration{0, time.Minute, 5 * time.Minute}
	}
	o.PingEvery = cmp.Or(o.PingEvery, 5*time.Second)
	o.Grace = cmp.Or(o.Grace, 10*time.Second)
	o.Sockets = cmp.Or(o.Sockets, 10)
	o.Log = cmp.Or(o.Log, 20_000)
	o.Address = cmp.Or(o.Address, "127.0.0.1:0")
	if o.Transport == nil {
		o.Transport = &http.Transport{DisableKeepAlives: true}
	}
	o.HTTP = strings.TrimSuffix(o.HTTP, "/")
	return o
}

// silent takes what the HTTP server would complain of: clients that hang up.
var silent = log.New(io.Discard, "", 0)
