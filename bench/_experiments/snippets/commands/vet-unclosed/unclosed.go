// Package unclosed never closes what it opens. Published: go vet finds that.
package unclosed

import (
	"io"
	"net/http"
	"os"
)

func file(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(f)
}

func page(url string) ([]byte, error) {
	response, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(response.Body)
}
