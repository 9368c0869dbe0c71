// Package config holds the settings of the server. It fetches them before main begins: no flag can
// change where from, no error can be handled, and everything else waits meanwhile.
package config

import (
	"encoding/json"
	"fmt"
	"log"
	"net/http"

	"github.com/cupelgo/cupel/examples/slowserver/standin"
)

// Settings are the settings of the server.
type Settings struct {
	Greeting string `json:"greeting"` // what visitors are greeted with
}

// Current are the settings that were in force when the server started.
var Current = mustFetch("http://config.internal/slowserver.json")

func mustFetch(url string) Settings {
	s, err := fetch(standin.ConfigService(), url)
	if err != nil {
		log.Fatalf("fetching the settings: %v", err)
	}
	return s
}

func fetch(client *http.Client, url string) (Settings, error) {
	resp, err := client.Get(url)
	if err != nil {
		return Settings{}, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return Settings{}, fmt.Errorf("%s answered %s", url, resp.Status)
	}
	var s Settings
	if err := json.NewDecoder(resp.Body).Decode(&s); err != nil {
		return Settings{}, fmt.Errorf("decoding %s: %w", url, err)
	}
	return s, nil
}
