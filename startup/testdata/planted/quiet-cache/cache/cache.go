// Package cache keeps what the program looks up often.
package cache

import (
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// Cache is a cache of texts.
type Cache struct {
	client *http.Client
	full   sync.Once

	mu    sync.RWMutex
	texts map[string]string
}

// New returns an empty cache of what a client gets.
func New(client *http.Client) *Cache {
	return &Cache{client: client, texts: map[string]string{}}
}

// Warm fetches texts, once. Who looks up others meanwhile does not wait for it.
func (c *Cache) Warm(keys ...string) (err error) {
	c.full.Do(func() {
		for _, key := range keys {
			if err = c.fetch(key); err != nil {
				return
			}
		}
	})
	return err
}

// fetch tries three times.
func (c *Cache) fetch(key string) error {
	var failed error
	for pause := 100 * time.Millisecond; pause <= 400*time.Millisecond; pause *= 2 {
		text, err := c.get(key)
		if err == nil {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.texts[key] = text
			return nil
		}
		failed = err
		time.Sleep(pause)
	}
	return fmt.Errorf("fetching %s: %w", key, failed)
}

func (c *Cache) get(key string) (string, error) {
	resp, err := c.client.Get("http://texts.internal/" + key)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return string(body), err
}

// Get returns a text that is in the cache, "" if it is not.
func (c *Cache) Get(key string) string {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.texts[key]
}
