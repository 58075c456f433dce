package xtermtest

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/draw"

	"accueil/display/paint"
)

const printMargin = 30

// Painted returns where a picture differs from a canvas, or "". A pixel of the canvas
// is looked at in its middle.
func Painted(picture *image.RGBA, want *paint.Canvas) string {
	columns, rows := 2*want.Width, 2*want.Height
	w, h := picture.Rect.Dx(), picture.Rect.Dy()
	for y := range rows {
		for x := range columns {
			c := picture.RGBAAt((2*x+1)*w/(2*columns), (2*y+1)*h/(2*rows))
			got := int32(c.R)<<16 | int32(c.G)<<8 | int32(c.B)
			if meant := want.Pixel(x, y); got != meant {
				return fmt.Sprintf("pixel %d, %d is #%06X, want #%06X", x, y, got, meant)
			}
		}
	}
	return ""
}

// Print makes a line of a picture what a reader of print expects: black letters on
// white, with a margin, scaled.
func Print(line *image.RGBA, scale float64) *image.Gray {
	w, h := int(float64(line.Rect.Dx())*scale+0.5), int(float64(line.Rect.Dy())*scale+0.5)
	sheet := image.NewGray(image.Rect(0, 0, w+2*printMargin, h+2*printMargin))
	draw.Draw(sheet, sheet.Bounds(), image.White, image.Point{}, draw.Src)
	inner := sheet.Rect.Inset(printMargin)
	draw.BiLinear.Scale(sheet, inner, line, line.Rect, draw.Src, nil)
	ground, ink := shades(sheet, inner)
	if ground == ink {
		return sheet // nothing stands there
	}
	for y := inner.Min.Y; y < inner.Max.Y; y++ {
		for x := inner.Min.X; x < inner.Max.X; x++ {
			v := 255 * (int(sheet.GrayAt(x, y).Y) - ink) / (ground - ink)
			sheet.SetGray(x, y, color.Gray{Y: uint8(min(max(v, 0), 255))})
		}
	}
	return sheet
}

// shades are the grey of the ground, which most of a line is, and of the ink, which
// is farthest from it.
func shades(line *image.Gray, part image.Rectangle) (ground, ink int) {
	var counts [256]int
	least, most := 255, 0
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			v := int(line.GrayAt(x, y).Y)
			counts[v]++
			least, most = min(least, v), max(most, v)
		}
	}
	for v, n := range counts {
		if n > counts[ground] {
			ground = v
		}
	}
	if ground-least > most-ground {
		return ground, least
	}
	return ground, most
}

// Read reads lines of print, in one of tesseract's languages and modes (--psm).
func Read(tb testing.TB, lang string, mode int, lines []*image.Gray) []string {
	tb.Helper()
	if len(lines) == 0 {
		return nil
	}
	dir := tb.TempDir()
	var list strings.Builder
	for i, line := range lines {
		path := filepath.Join(dir, fmt.Sprintf("%04d.png", i))
		Save(tb, path, line)
		fmt.Fprintln(&list, path)
	}
	index := filepath.Join(dir, "list")
	if err := os.WriteFile(index, []byte(list.String()), 0o600); err != nil {
		tb.Fatal(err)
	}
	args := []string{index, "-", "--psm", fmt.Sprint(mode), "-l", lang}
	c := exec.CommandContext(tb.Context(), "tesseract", args...)
	c.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1") // more only wait for each other
	out, err := c.Output()
	if err != nil {
		tb.Fatalf("tesseract %s: %v", args, err)
	}
	pages := strings.Split(string(out), "\f")
	if len(pages) != len(lines) {
		tb.Fatalf("tesseract read %d lines of %d", len(pages), len(lines))
	}
	return pages
}

// Codes returns what the QR codes of a picture say.
func Codes(tb testing.TB, picture image.Image) []string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "codes.png")
	Save(tb, path, picture)
	out, err := exec.CommandContext(tb.Context(), "zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", path).Output()
	if err != nil {
		return nil // it found none
	}
	return strings.Fields(string(out))
}

// Save writes a picture into a file.
func Save(tb testing.TB, path string, picture image.Image) {
	tb.Helper()
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&out, picture); err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		tb.Fatal(err)
	}
}
