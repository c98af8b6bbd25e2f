package slackbot

// methodScopes are the scopes that each method of the Web API that is called needs,
// all of them; methods that need none are there too. Those of the manifest's options
// are called only where the option is set.
var methodScopes = map[string][]string{
	"auth.test":                             nil,
	"apps.connections.open":                 nil, // with the app's own token: connections:write
	"chat.postMessage":                      {"chat:write"},
	"chat.postEphemeral":                    {"chat:write"},
	"chat.update":                           {"chat:write"},
	"chat.delete":                           {"chat:write"},
	"chat.startStream":                      {"chat:write"},
	"chat.appendStream":                     {"chat:write"},
	"chat.stopStream":                       {"chat:write"},
	"agents.sessions.setStatus":             {"chat:write"},
	"assistant.threads.setStatus":           {"assistant:write"},
	"assistant.threads.setSuggestedPrompts": {"assistant:write"},
	"users.info":                            {"users:read"},
	"views.open":                            nil,
	"views.update":                          nil,
	"views.publish":                         nil,
	"conversations.info":                    {"channels:read", "groups:read"},       // Channels
	"conversations.replies":                 {"channels:history", "groups:history"}, // Threads
	"files.info":                            {"files:read"},                         // Files
}

// eventScopes are the scopes that each event needs.
var eventScopes = map[string][]string{
	"app_home_opened":       nil,
	"app_mention":           {"app_mentions:read"},
	"message.im":            {"im:history"},
	"agent_session_stopped": {"assistant:write"},
	"message.channels":      {"channels:history"},
	"message.groups":        {"groups:history"},
}
