// Package store keeps things in the database.
package store

import (
	"database/sql"
	"log"
	"time"

	"example.com/planted/dependency-not-ready-ping/standin"
	"example.com/planted/dependency-not-ready-ping/stopwatch"
)

// Open opens the database and makes sure that it answers.
func Open() *sql.DB {
	db := standin.Open(300 * time.Millisecond)
	defer stopwatch.Record(time.Now())
	if err := db.Ping(); err != nil {
		log.Fatalf("reaching the database: %v", err)
	}
	return db
}
