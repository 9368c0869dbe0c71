// Published: sql.Open takes 1760 ms of a start, 27.1% of it.
//
// A driver counts how often it is asked for a connection.
package main

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
)

type counting struct{ connects int }

func (c *counting) Open(string) (driver.Conn, error) {
	c.connects++
	return nil, errors.New("no database")
}

func main() {
	counter := &counting{}
	sql.Register("counting", counter)
	db, err := sql.Open("counting", "")
	if err != nil {
		panic(err)
	}
	atOpen := counter.connects
	db.Ping()
	fmt.Printf("at_open=%d\nat_ping=%d\n", atOpen, counter.connects)
}
