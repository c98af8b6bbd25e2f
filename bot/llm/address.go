package llm

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// An address is where an endpoint stands.
type address struct {
	base    string // of the API, without a slash at the end
	host    string // as people know it
	openAI  bool
	azure   bool   // the kind with deployments in the path
	version string // of Azure's API
	vast    bool   // its models read 128,000 tokens and more
}

// azureVersion is the oldest version of Azure's API that streams usage.
const azureVersion = "2024-10-21"

var errAddress = errors.New("the model's base URL should look like http://localhost:11434/v1")

// parseAddress reads a base URL.
func parseAddress(base string) (address, error) {
	base = strings.TrimSpace(base)
	if base == "" {
		base = "https://api.openai.com/v1"
	}
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return address{}, errAddress
	}
	at := address{host: u.Host, openAI: u.Hostname() == "api.openai.com"}
	query := u.Query()
	path := strings.TrimRight(u.Path, "/")
	if strings.HasSuffix(u.Hostname(), ".azure.com") && !strings.HasPrefix(path, "/openai/v1") {
		at.azure, at.version = true, query.Get("api-version")
		if at.version == "" {
			at.version = azureVersion
		}
		query.Del("api-version")
		path, _, _ = strings.Cut(path, "/openai")
	} else if path == "" {
		path = "/v1"
	}
	for _, end := range []string{"/chat/completions", "/embeddings"} { // pasted from an example
		path = strings.TrimSuffix(path, end)
	}
	if len(query) > 0 || u.Fragment != "" {
		return address{}, fmt.Errorf("%w, with nothing behind the path", errAddress)
	}
	at.vast = at.openAI || strings.HasSuffix(u.Hostname(), ".azure.com")
	at.base = u.Scheme + "://" + u.Host + path
	return at, nil
}

// url is where a path of the API is, for a model.
func (a address) url(path, model string) string {
	if !a.azure {
		return a.base + path
	}
	return a.base + "/openai/deployments/" + url.PathEscape(model) + path + "?api-version=" + url.QueryEscape(a.version)
}

// Host is where a base URL leads, as people know it: without what may stand in it
// besides. It is "invalid" for what is no base URL.
func Host(base string) string {
	at, err := parseAddress(base)
	if err != nil {
		return "invalid"
	}
	return at.host
}
