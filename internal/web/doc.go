// Package web serves the records of a store as pages: a list, the page of each record with its files, two
// records compared, and pprof's own interface for the profiles.
//
// It reads the store and never writes to it. What a record looks like is not known here: functions that turn
// a record into a page are handed over.
//
// # Limitations
//
// Who can reach the address can read all records: there are no users and no encryption. A web page from
// elsewhere cannot, as requests for another host name than the server's are refused.
package web
