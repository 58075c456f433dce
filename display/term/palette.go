package term

import (
	"github.com/gdamore/tcell/v2"

	"accueil/display/paint"
)

// wallColours are the night ground, on which a call stands out.
type wallColours struct {
	count                                    int // that the terminal has
	ground, dim, call, dark, notice, trouble tcell.Style
}

func wallPalette(colours int) wallColours {
	if colours < paint.PlainBelow {
		ground, reverse := paint.Plain()
		return wallColours{count: colours, ground: ground, dim: ground.Dim(true), call: reverse, dark: ground, notice: reverse, trouble: reverse}
	}
	return wallColours{
		count:   colours,
		ground:  paint.Style(colours, paint.White, paint.Navy),
		dim:     paint.Style(colours, paint.Ash, paint.Navy),
		call:    paint.Style(colours, paint.Navy, paint.Amber).Bold(true),
		dark:    paint.Style(colours, paint.Amber, paint.Navy).Bold(true),
		notice:  paint.Style(colours, paint.Navy, paint.Paper),
		trouble: paint.Style(colours, paint.Navy, paint.Rose).Bold(true),
	}
}

// consoleColours are those of a desk that is read all day.
type consoleColours struct {
	ground, quiet, head, mine, selected, alert, trouble, good, keys, key tcell.Style
}

func consolePalette(colours int) consoleColours {
	if colours < paint.PlainBelow {
		ground, reverse := paint.Plain()
		return consoleColours{
			ground: ground, quiet: ground, head: ground.Bold(true), mine: ground, selected: reverse, alert: reverse,
			trouble: reverse, good: ground.Bold(true), keys: ground, key: reverse,
		}
	}
	ground := paint.Style(colours, paint.Navy, paint.Paper)
	return consoleColours{
		ground: ground, quiet: paint.Style(colours, paint.Slate, paint.Paper),
		head:     paint.Style(colours, paint.White, paint.Slate),
		mine:     paint.Style(colours, paint.Navy, paint.Amber),
		selected: paint.Style(colours, paint.White, paint.Navy).Bold(true),
		alert:    paint.Style(colours, paint.Amber, paint.Navy).Bold(true),
		trouble:  paint.Style(colours, paint.Navy, paint.Rose).Bold(true),
		good:     paint.Style(colours, paint.Navy, paint.Mint),
		keys:     ground, key: paint.Style(colours, paint.White, paint.Navy).Bold(true),
	}
}

// dimmed is what is no longer sure: all but what says so.
func (c consoleColours) dimmed() consoleColours {
	dim := c.quiet.Dim(true)
	c.ground, c.quiet, c.head, c.mine, c.alert, c.keys, c.key = dim, dim, dim, dim, dim, dim, dim
	return c
}
