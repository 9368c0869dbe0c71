// Package control uses a response before its error is looked at, which go vet does find.
package control

import (
	"io"
	"net/http"
)

func page(url string) ([]byte, error) {
	response, err := http.Get(url)
	defer response.Body.Close()
	if err != nil {
		return nil, err
	}
	return io.ReadAll(response.Body)
}
