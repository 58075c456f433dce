package paint

import (
	"maps"
	"slices"
	"sync"
)

// In a plain layout, a pictogram takes so many cells at least.
const (
	PictogramColumns = 14
	PictogramRows    = 6
)

// Pictogram returns the shape of that name, and false when there is none.
func Pictogram(name string) (Shape, bool) {
	s, ok := shapes()[name]
	return s, ok
}

// PictogramNames returns those of all pictograms, sorted.
func PictogramNames() []string { return slices.Sorted(maps.Keys(pictograms)) }

// shapes are the pictograms that can be read, which a test holds to be all.
var shapes = sync.OnceValue(func() map[string]Shape {
	all := map[string]Shape{}
	for name, text := range pictograms {
		if s, err := readShape(text); err == nil {
			s.name, s.turns = name, slices.Contains(turning, name)
			all[name] = s
		}
	}
	return all
})

// turning are those with a direction of reading, sounding or going: a question's
// mark, too, is the other way round in Arabic.
var turning = []string{"back", "bus", "next", "paper", "priority", "question", "volume"}

// pictograms are written as readShape reads them. Their measure is 2 mm at 20 mm:
// no line and no gap is narrower than 5 units, or it is lost on the glass.
var pictograms = map[string]string{
	// What people come for.
	"paper": `M11 2H28L42 15V43Q42 46 39 46H9Q6 46 6 43V5Q6 2 9 2Z; -line 5 M14.5 17H24;
		-line 5 M14.5 27H33.5; -line 5 M14.5 37H33.5`,
	"bulb": `disc 24 18 16; M10.5 26L17 36H31L37.5 26Z; -arc 24 18 8 180 270; box 15.5 41 17 6 3`,
	"bill": `M6 0.5H42V46.5L36 43L30 46.5L24 43L18 46.5L12 43L6 46.5Z;
		-line 4.7 M33 11Q31 7.6 27 7.6C19 7.6 17.5 14 17.5 22C17.5 30 19 36.4 27 36.4Q31 36.4 33 33;
		-line 4.7 M13 17.3H26; -line 4.7 M13 26.7H26`,
	"tram": `box 15 1 18 5 2.5; line 5 M28 5L21 10L25 15; M1 35V21Q1 13 10 13H38Q47 13 47 21V35Z;
		-M6.5 26Q6.5 18.5 11 18.5H14.5V26Z; -box 20 18.5 8 7.5 1;
		-M33.5 18.5H37Q41.5 18.5 41.5 26H33.5Z; box 9 33 8 5 0; box 31 33 8 5 0; box 1 43 46 5 2.5`,
	"letter": `line 4 M4 20.5V40H44V20.5L24 35.5Z; M4 20.5V40H44V20.5L24 35.5Z; line 4 M4 9H44L24 24Z;
		M4 9H44L24 24Z`,
	"question": `line 8 M13 15C13 1 35 1 35 15C35 23 24 22 24 29; disc 24 42.5 4.5`,
	"phone":    `line 9 M9 12C10 26 22 38 36 39; line 11 M10 9L16 15; line 11 M39 38L33 32`,
	"computer": `box 1 2 46 33 4; -box 7 8 34 21 1; box 20 33 8 9 0; box 10 40.5 28 5.5 2.5`,
	"home": `line M5 23L24 5.5L43 23; M9 19L24 5.5L39 19V45H9Z;
		-M19 46V32Q19 30 21 30H27Q29 30 29 32V46Z`,
	"key":   `disc 13 24 12; -disc 12 24 4.5; line M22 24H44; line M33 24V33; line M44 24V33`,
	"water": `M24 1C30 11 39 19 39 31C39 51 9 51 9 31C9 19 18 11 24 1Z; -arc 24 31 7.5 90 180`,
	"flame": `M23 4Q23.5 0 26.5 3C31 10 40 19 40 31C40 52 8 52 8 31C8 24 12 20 14 14C16 17 17 19 19 20C22 15 24 11 23 4Z;
		-M24 25C25 30 30 32 30 37C30 43 18 43 18 37C18 32 23 30 24 25Z`,
	"train": `box 9 2 30 33 8; -box 15 8 18 9 2; -disc 24 26 3.5; line 5 M13 35L6 45; line 5 M35 35L42 45;
		line 5 M10 42H38`,
	"bus": `box 1 6 46 33 6; -box 6.5 12 8.5 10 1; -box 20 12 8.5 10 1; -box 33.5 12 8 20 1;
		disc 12 38 7; disc 32 38 7`,
	"car": `M1 38V28Q1 24 5 23.5L7 23L13 9Q14.5 6 18 6H30Q33.5 6 35 9L41 23L43 23.5Q47 24 47 28V38Z;
		-M13.5 23L18 12H21.5V23Z; -M26.5 23V12H30L34.5 23Z; disc 12 38 6.5; disc 36 38 6.5`,
	"card": `box 1 8 46 32 4; -box 0 14 48 6 0; -line 5 M10 31H20`,
	"euro": `disc 24 24 22;
		-line 4.7 M33 13Q31 9.6 27 9.6C19 9.6 17.5 16 17.5 24C17.5 32 19 38.4 27 38.4Q31 38.4 33 35;
		-line 4.7 M13 19.3H26; -line 4.7 M13 28.7H26`,
	"health": `M24 45C16 38 2 29 2 16C2 2 19 0 24 11C29 0 46 2 46 16C46 29 32 38 24 45Z; -line M24 15V31;
		-line M16 23H32`,
	"family": `disc 12.5 7.5 6.5; box 1 19 23 27 7; disc 35.5 7.5 6.5; box 24 19 23 27 7; -disc 24 25 10;
		-box 11 31 26 20 9; disc 24 25 5.5; box 16 35.5 16 10.5 5`,
	"work": `box 2 14 44 30 4; line 5 M16 15V9Q16 5 20 5H28Q32 5 32 9V15; -line 5 M-3 29H16;
		-line 5 M32 29H51`,
	"school": `M24 5L47 17L24 29L1 17Z; M12 29L24 35L36 29V38C31 44 17 44 12 38Z; line 5 M44.5 17V37`,
	"law": `line M24 5V43; line M13 43H35; line M8 11H40; line 5 M9 11V30; line 5 M39 11V30;
		M1 28H17C17 38 1 38 1 28Z; M31 28H47C47 38 31 38 31 28Z`,

	// What the kiosk offers and says.
	"help": `disc 16 14 8; M2 46V40Q2 28 14 28H24Q34 28 34 38V46Z; line 8 M30 37L38 18;
		line 5 M38 17L33.5 9; line 5 M38 17L39.5 5; line 5 M38.5 17L45 9`,
	"bell": `M4 34C4 8 44 8 44 34Z; box 2 39 44 6 3; disc 24 9 4; box 21 9 6 8 0`,
	"priority": `disc 17 6.5 5.5; line 8 M17.5 21V30; line 7 M18 31.5H31L37 42H44;
		arc 17.5 32 12.5 62 196`,
	"appointment": `box 2 6 38 36 4; line M12 4V10; line M30 4V10; -box 0 15 48 5 0; -disc 34 34 18;
		disc 34 34 13; -line 5 M34 28.5V34.5L37.5 37`,
	"listen": `line M9.5 18C9.5-1 43-1 43 19C43 31 32 31 31 37C29 48 13 47 13 38;
		line 5 M20 20C20 13 32 13 32 20C32 24 24.5 24 24.5 29.5`,
	"volume": `M2 17H9L19 6H23V42H19L9 31H2Z; arc 20.5 24 12.5 -40 40; arc 20.5 24 23.5 -45 45`,
	"language": `box 0.5 2 47 36 6; M10 36V47L22 36Z; -line 5 M8 30.5V15Q8 9.5 13 9.5Q18 9.5 18 15V30.5;
		-line 5 M8 24H18; -line 5 M28 22V23C28 33 39.5 33 39.5 23V20; -disc 33.5 11.5 3`,
	"next":    `line 8 M7 24H40; line 8 M26 9L41 24L26 39`,
	"back":    `line 8 M41 24H8; line 8 M22 9L7 24L22 39`,
	"check":   `line 9 M7 26L19 38L41 11`,
	"close":   `line 9 M9 9L39 39; line 9 M39 9L9 39`,
	"printer": `box 11 2 26 9 2; box 2 16 44 21 4; -box 9 26 30 20 1; box 14 31 20 15 2`,
	"printer-out": `box 11 2 26 9 2; box 2 16 44 21 4; -box 9 26 30 20 1; -box 21.5 21.5 30 30 3;
		line 7 M30 30L44 44; line 7 M44 30L30 44`,
	"paper-out": `M6 1H42V46.5L36 43L30 46.5L24 43L18 46.5L12 43L6 46.5Z; -line M15 13L33 31;
		-line M33 13L15 31`,
	"clock": `disc 24 24 22; -line 5.5 M24 11V25L33 31`,
	"waiting": `disc 15.5 6 5; line 9 M15.5 20.5V31H29V41.5; line 5 M3 18V43H16; disc 36.5 12.5 11.5;
		-line 4.7 M36.5 8.3V13H40.3`,
	"people": `disc 9 12 6; box 1 23 18 21 6; disc 39 12 6; box 29 23 18 21 6; -disc 24 12 13;
		-box 9 20 30 30 13; disc 24 12 8; box 14 25 20 21 7`,
	"camera": `box 2 11 44 33 5; M13 12L17 5H31L35 12Z; -disc 24 27 11; disc 24 27 6`,
}
