package tui

import (
	"github.com/gdamore/tcell/v2"

	"accueil/display/paint"
	"accueil/kiosk"
)

// A canvas is a screen's worth of cells, and where it may be touched.
type canvas struct {
	*paint.Canvas
	serial   uint64 // of the kiosk.Screen that it shows
	areas    []area
	pictures int // pictograms of tiles
}

// An area is what a finger means when it goes down there.
type area struct {
	box    paint.Rect
	target kiosk.TargetID
}

func newCanvas(width, height int, ground tcell.Style) *canvas {
	return &canvas{Canvas: paint.NewCanvas(width, height, ground)}
}

// at returns what may be touched at a cell, or "".
func (c *canvas) at(x, y int) kiosk.TargetID {
	for _, a := range c.areas {
		if a.box.Holds(x, y) {
			return a.target
		}
	}
	return ""
}
