package sound

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

var mono = format{rate: 22050, channels: 1}

func TestSoundIsReadBackAsItWasWritten(t *testing.T) {
	for _, f := range []format{mono, {rate: 48000, channels: 2}} {
		want := wav{format: f, pcm: bytes.Repeat([]byte{1, 2, 3, 4}, 500)}
		file := want.encode()
		got, err := parse(file)
		if err != nil || got.format != f || got.cut || !bytes.Equal(got.pcm, want.pcm) {
			t.Errorf("%s: got %s, %d bytes, cut: %t, %v", f, got.format, len(got.pcm), got.cut, err)
		}
		if length := f.silence(time.Second); len(length) != 2*int(f.rate)*int(f.channels) {
			t.Errorf("%s: a second is %d bytes", f, len(length))
		}
	}
}

func TestAFileIsReadOrSaidToBeWrong(t *testing.T) {
	good := string(wav{format: mono, pcm: []byte{1, 2, 3, 4}}.encode())
	for name, c := range map[string]struct {
		file, pcm string
		cut       bool
		wrong     string
	}{
		"as it is":                    {good, "\x01\x02\x03\x04", false, ""},
		"from a pipe":                 {good[:40] + "\x00\xf0\xff\x7f" + good[44:], "\x01\x02\x03\x04", true, ""},
		"half a sample at the end":    {good[:47], "\x01\x02", true, ""},
		"with a remark of odd length": {good[:36] + "LIST\x03\x00\x00\x00abc\x00" + good[36:], "\x01\x02\x03\x04", false, ""},
		"nothing":                     {"", "", false, "no WAV file"},
		"an MP3":                      {"ID3\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00", "", false, "no WAV file"},
		"big-endian":                  {"RIFX" + good[4:], "", false, "no WAV file"},
		"without sound":               {good[:36], "", false, "no sound"},
		"sound before its format":     {good[:12] + good[36:], "", false, "before its format"},
		"a format cut short":          {good[:12] + "fmt \x04\x00\x00\x00\x01\x00\x01\x00", "", false, "format ends"},
		"a remark cut short":          {good[:36] + "LIST\xff\xff\xff\xff", "", false, "ends in the middle"},
		"8 bits":                      {good[:34] + "\x08" + good[35:], "", false, "8 bits"},
		"floating point":              {good[:20] + "\x03" + good[21:], "", false, "kind 3"},
		"no channel":                  {good[:22] + "\x00" + good[23:], "", false, "0 channels"},
		"six channels":                {good[:22] + "\x06" + good[23:], "", false, "6 channels"},
		"a rate of nothing":           {good[:24] + "\x00\x00\x00\x00" + good[28:], "", false, "0 Hz"},
	} {
		got, err := parse([]byte(c.file))
		switch {
		case c.wrong != "":
			if err == nil || !strings.Contains(err.Error(), c.wrong) {
				t.Errorf("%s: got %v, want %q", name, err, c.wrong)
			}
		case err != nil || string(got.pcm) != c.pcm || got.cut != c.cut:
			t.Errorf("%s: got %q, cut: %t, %v", name, got.pcm, got.cut, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(wav{format: mono, pcm: []byte{1, 2, 3, 4}}.encode())
	f.Fuzz(func(t *testing.T, data []byte) {
		sound, err := parse(data)
		if err != nil {
			return
		}
		again, err := parse(sound.encode())
		if err != nil || again.format != sound.format || !bytes.Equal(again.pcm, sound.pcm) {
			t.Errorf("got %v after %v, %v", again, sound, err)
		}
	})
}
