package wire

import (
	"net/http"

	"accueil/queue"
)

// StatusOf is the one table from error kind to HTTP status.
func StatusOf(k queue.Kind) int {
	switch k {
	case queue.Invalid:
		return http.StatusBadRequest
	case queue.Unauthenticated:
		return http.StatusUnauthorized
	case queue.Forbidden:
		return http.StatusForbidden
	case queue.NotFound:
		return http.StatusNotFound
	case queue.Conflict:
		return http.StatusConflict
	case queue.Closed:
		return http.StatusUnprocessableEntity
	case queue.TooMany:
		return http.StatusTooManyRequests
	case queue.Unavailable:
		return http.StatusServiceUnavailable
	case queue.Internal:
		return http.StatusInternalServerError
	}
	return http.StatusInternalServerError
}
