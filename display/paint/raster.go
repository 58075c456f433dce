package paint

import (
	"sync"

	"github.com/gdamore/tcell/v2"
)

// A Raster is a screen of pixels, two columns and two rows to a cell: what a
// terminal can show when its cells are fine enough.
type Raster struct {
	W, H int // pixels
	pix  []rgb
	deep int // colours that the terminal has
}

// An rgb is a colour as a terminal shows it: 0xRRGGBB.
type rgb int32

// NewRaster returns one for so many cells and colours (at least PlainBelow), all of
// one colour.
func NewRaster(columns, rows, colours int, ground Colour) *Raster {
	r := &Raster{W: 2 * columns, H: 2 * rows, pix: make([]rgb, 4*columns*rows), deep: colours}
	r.Fill(0, 0, r.W, r.H, ground)
	return r
}

// Fill colours w by h pixels from x, y on.
func (r *Raster) Fill(x, y, w, h int, c Colour) {
	shown := r.shown(c)
	for py := max(0, y); py < min(y+h, r.H); py++ {
		for px := max(0, x); px < min(x+w, r.W); px++ {
			r.pix[py*r.W+px] = shown
		}
	}
}

// Ink colours what a mask covers, its corner at x, y.
func (r *Raster) Ink(x, y int, m Mask, c Colour) {
	shown := r.shown(c)
	for my := max(0, -y); my < m.H && y+my < r.H; my++ {
		row := m.Ink[my*m.W : (my+1)*m.W]
		for mx := max(0, -x); mx < m.W && x+mx < r.W; mx++ {
			if alpha := row[mx]; alpha != 0 {
				at := &r.pix[(y+my)*r.W+x+mx]
				*at = blend(*at, shown, alpha)
			}
		}
	}
}

// Text draws a line that begins at x and stands on row base.
func (r *Raster) Text(x, base int, t Type, line string, c Colour) {
	m := t.Draw(line)
	r.Ink(x-m.Left, base-m.Base, m, c)
}

// shown is a colour as this terminal has it.
func (r *Raster) shown(c Colour) rgb {
	if r.deep > 256 {
		return rgb(c.RGB)
	}
	return rgb(tcell.PaletteColor(c.Of256).Hex())
}

func blend(under, over rgb, alpha uint8) rgb {
	a := int32(alpha)
	mix := func(shift uint) int32 {
		u, o := int32(under)>>shift&0xFF, int32(over)>>shift&0xFF
		return (u*(255-a) + o*a + 127) / 255 << shift
	}
	return rgb(mix(16) | mix(8) | mix(0))
}

// Canvas returns the cells that come nearest to the pixels.
func (r *Raster) Canvas() *Canvas {
	c := &Canvas{Width: r.W / 2, Height: r.H / 2, cells: make([]cell, len(r.pix)/4)}
	for y := range c.Height {
		top, bottom := r.pix[2*y*r.W:(2*y+1)*r.W], r.pix[(2*y+1)*r.W:(2*y+2)*r.W]
		for x := range c.Width {
			c.cells[y*c.Width+x] = r.cell([4]rgb{top[2*x], top[2*x+1], bottom[2*x], bottom[2*x+1]})
		}
	}
	return c
}

// quadrants are the glyphs whose ink covers the pixels of a set: bit 0 the upper
// left, 1 the upper right, 2 the lower left, 3 the lower right. A set and its
// complement are one division of a cell; the other half of the 16 is not needed.
var quadrants = map[int]string{
	0b0011: "▀", 0b0101: "▌", 0b1001: "▚", 0b0001: "▘", 0b0010: "▝", 0b0100: "▖", 0b1000: "▗",
}

// divisions lists them, halves first: of two that err alike the plainer is chosen.
var divisions = [...]int{0b0011, 0b0101, 0b0001, 0b0010, 0b0100, 0b1000, 0b1001}

// cell chooses the division of a cell in two colours that errs least. It shows them not
// as the means of their pixels but as those furthest apart: a mean takes from the ink
// what it gives to its edge, and small letters lose their contrast.
func (r *Raster) cell(p [4]rgb) cell {
	if p[0] == p[1] && p[0] == p[2] && p[0] == p[3] {
		return cell{" ", tcell.StyleDefault.Background(r.colour(p[0])).Foreground(r.colour(p[0]))}
	}
	best, least := 0, int64(1)<<62
	var front, back rgb
	for _, set := range divisions {
		in, out := mean(p, set), mean(p, ^set&0xF)
		if e := errs(p, set, in, out); e < least {
			best, least, front, back = set, e, in, out
		}
	}
	front, back = furthest(p, best, back), furthest(p, ^best&0xF, front)
	return cell{quadrants[best], tcell.StyleDefault.Foreground(r.colour(front)).Background(r.colour(back))}
}

// Pixel returns the colour, 0xRRGGBB, of one of the four pixels of a cell of a
// raster's canvas: what a terminal paints there.
func (c *Canvas) Pixel(x, y int) int32 {
	at := c.cells[y/2*c.Width+x/2]
	front, back, _ := at.style.Decompose()
	for set, glyph := range quadrants {
		if glyph == at.text && set>>(y%2*2+x%2)&1 == 1 {
			return front.Hex()
		}
	}
	return back.Hex()
}

// mean is the colour in the middle of those of a set.
func mean(p [4]rgb, set int) rgb {
	var red, green, blue, n int32
	for i, c := range p {
		if set>>i&1 == 1 {
			red, green, blue, n = red+int32(c)>>16&0xFF, green+int32(c)>>8&0xFF, blue+int32(c)&0xFF, n+1
		}
	}
	return rgb((red+n/2)/n<<16 | (green+n/2)/n<<8 | (blue+n/2)/n)
}

// furthest is the colour of a set that differs most from what the others show.
func furthest(p [4]rgb, set int, other rgb) rgb {
	var far rgb
	most := int64(-1)
	for i, c := range p {
		if d := apart(c, other); set>>i&1 == 1 && d > most {
			far, most = c, d
		}
	}
	return far
}

// errs is how far the pixels are from the two colours.
func errs(p [4]rgb, set int, in, out rgb) int64 {
	var sum int64
	for i, c := range p {
		if set>>i&1 == 1 {
			sum += apart(c, in)
		} else {
			sum += apart(c, out)
		}
	}
	return sum
}

func apart(a, b rgb) int64 {
	dr, dg, db := int64(a>>16&0xFF-b>>16&0xFF), int64(a>>8&0xFF-b>>8&0xFF), int64(a&0xFF-b&0xFF)
	return dr*dr + dg*dg + db*db
}

// colour is how tcell is told: the nearest of 256 where there are no more.
func (r *Raster) colour(c rgb) tcell.Color {
	if r.deep > 256 {
		return tcell.NewHexColor(int32(c))
	}
	return nearest(c)
}

// nearestOf remembers which of the 256 is nearest; few colours are ever asked for.
var nearestOf sync.Map // rgb → tcell.Color

// nearest leaves the first 16 out: every terminal has its own.
func nearest(c rgb) tcell.Color {
	if known, ok := nearestOf.Load(c); ok {
		return known.(tcell.Color)
	}
	best, least := tcell.PaletteColor(16), int64(1)<<62
	for i := 16; i < 256; i++ {
		p := tcell.PaletteColor(i)
		if e := apart(c, rgb(p.Hex())); e < least {
			best, least = p, e
		}
	}
	nearestOf.Store(c, best)
	return best
}
