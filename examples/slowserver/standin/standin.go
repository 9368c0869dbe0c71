// Package standin plays the services around the example server: a slow configuration service and
// a database that is still starting. They run within the server, at the other end of a pair of
// connected sockets, so that the only port that the server opens is its own.
package standin
