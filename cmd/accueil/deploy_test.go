package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"accueil/configs"
)

const deployFolder = "../../configs/deploy/kiosk"

// deployed returns a file of the kiosk's session.
func deployed(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(deployFolder, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// variablesOf returns the variables that a sub-command reads.
func variablesOf(t *testing.T, name string) []string {
	t.Helper()
	i := slices.IndexFunc(commands(), func(c command) bool { return c.name == name })
	if i < 0 {
		t.Fatalf("there is no command %q", name)
	}
	e := newEnv(name, os.LookupEnv, std{out: io.Discard, err: io.Discard})
	commands()[i].make(e)
	var all []string
	e.flags.VisitAll(func(f *flag.Flag) { all = append(all, variable(f.Name)) })
	return all
}

// A variable that nobody reads would be a setting that does nothing.
func TestTheSessionSetsOnlyVariablesThatAreRead(t *testing.T) {
	ofSession := regexp.MustCompile(`\$\{?(ACCUEIL_[A-Z_]+)`)
	read := variablesOf(t, "kiosk")
	for _, script := range []string{"session-xorg", "session-cage"} {
		for _, m := range ofSession.FindAllStringSubmatch(deployed(t, script), -1) {
			read = append(read, m[1])
		}
	}
	set := regexp.MustCompile(`(?m)^(?:Environment=)?(ACCUEIL_[A-Z_]+)=`)
	for file, known := range map[string][]string{
		"kiosk.conf": read, "accueil-kiosk.service": read,
		"server.conf": variablesOf(t, "serve"), "accueil.service": variablesOf(t, "serve"),
	} {
		found := set.FindAllStringSubmatch(deployed(t, file), -1)
		if len(found) == 0 {
			t.Errorf("%s sets nothing", file)
		}
		for _, m := range found {
			if !slices.Contains(known, m[1]) {
				t.Errorf("%s sets %s, which nobody reads", file, m[1])
			}
		}
	}
}

// What a technician types stands in the manual as the program takes it.
func TestTheManualCallsTheProgramAsItIs(t *testing.T) {
	text := strings.ReplaceAll(deployed(t, "README.md"), "\\\n", " ") + deployed(t, "accueil.service")
	calls := regexp.MustCompile(`(?:/usr/local/bin/|-u accueil |    )accueil ([a-z]+)([^\n|;`+"`"+`]*)`).FindAllStringSubmatch(text, -1)
	if len(calls) < 4 {
		t.Fatalf("found %d calls, want those of check, serve, admin and kiosk", len(calls))
	}
	flags := regexp.MustCompile(`--([a-z-]+)`)
	for _, call := range calls {
		known := variablesOf(t, call[1])
		if call[1] == "admin" {
			known = append(known, variable("role"), variable("site"))
		}
		for _, f := range flags.FindAllStringSubmatch(call[2], -1) {
			if !slices.Contains(known, variable(f[1])) {
				t.Errorf("accueil %s%s: there is no --%s", call[1], call[2], f[1])
			}
		}
	}
}

// A panel is a line of the manual's table.
type panel struct {
	name, sessions                                                      string
	widthMM, heightMM, width, height, cellWidth, cellHeight, cols, rows int
}

func panels(t *testing.T) (all []panel) {
	t.Helper()
	line := regexp.MustCompile(`(?m)^\| (.*?) \| (\d+)×(\d+) \| (\d+)×(\d+) \| (\d+)x(\d+) \| (\d+)×(\d+) \| (.*) \|$`)
	for _, m := range line.FindAllStringSubmatch(deployed(t, "README.md"), -1) {
		var n [8]int
		for i := range n {
			n[i], _ = strconv.Atoi(m[i+2]) // the pattern takes digits alone
		}
		all = append(all, panel{m[1], m[10], n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]})
	}
	if len(all) < 6 {
		t.Fatalf("the table has %d panels, want those of the hardware list", len(all))
	}
	return all
}

func TestEachPanelsCellsFillItsGlassAndShowLettersLargeEnough(t *testing.T) {
	const (
		capitalMM     = 7.3 // EN 301 549, at 600 mm
		capitalPixels = 8.0 // half cells, below which letters were not read back
	)
	for _, p := range panels(t) {
		if p.cols != p.width/p.cellWidth || p.rows != p.height/p.cellHeight {
			t.Errorf("%s, %d×%d: %d×%d cells of %d×%d, want %d×%d", p.name, p.width, p.height,
				p.cols, p.rows, p.cellWidth, p.cellHeight, p.width/p.cellWidth, p.height/p.cellHeight)
		}
		tall := float64(p.height) / float64(p.heightMM)
		if got := capitalMM * tall / (float64(p.cellHeight) / 2); got < capitalPixels {
			t.Errorf("%s, %d×%d: a capital has %.1f half cells, want %.0f", p.name, p.width, p.height, got, capitalPixels)
		}
		if wide := float64(p.width) / float64(p.widthMM); wide/tall > 1.1 || tall/wide > 1.1 { // few panels have square pixels
			t.Errorf("%s: %.2f pixels a mm across, %.2f down: one of them is wrong", p.name, wide, tall)
		}
		for _, session := range strings.Split(p.sessions, ", ") {
			if cell := fmt.Sprintf("\n%dx%d) ", p.cellWidth, p.cellHeight); !strings.Contains(deployed(t, "session-"+session), cell) {
				t.Errorf("%s: session-%s knows no cell %s", p.name, session, strings.TrimSpace(cell))
			}
		}
	}
}

// The reference of the sample and of the manual are one panel.
func TestTheSamplesPanelStandsInTheTable(t *testing.T) {
	file := configs.Sample()
	if !slices.ContainsFunc(panels(t), func(p panel) bool { return [2]int{p.widthMM, p.heightMM} == file.Kiosk.PanelMM }) {
		t.Errorf("no panel of the table has the sample's %v mm", file.Kiosk.PanelMM)
	}
}

func TestTheUnitsAreWellFormed(t *testing.T) {
	analyze := required(t, "systemd-analyze")
	for _, unit := range []string{"accueil.service", "accueil-kiosk.service", "accueil-owner.service"} {
		out, _ := exec.CommandContext(t.Context(), analyze, "verify", "--man=no", filepath.Join(deployFolder, unit)).CombinedOutput()
		for line := range strings.Lines(string(out)) {
			if strings.Contains(line, unit) && !strings.Contains(line, "is not executable") { // it is installed later
				t.Errorf("%s", strings.TrimSpace(line))
			}
		}
	}
}

// A session is one of the scripts with everything around it made of paper: the
// terminal runs what stands behind its options and notes how it was called.
type session struct {
	t      *testing.T
	script string
	folder string // in PATH before all else; notes are kept here
}

func newSession(t *testing.T, script string) session {
	s := session{t, script, t.TempDir()}
	s.tool("sleep", `exit 0`)
	s.tool("xsetroot", `exit 0`)
	s.tool("xrandr", `echo "Screen 0: minimum 1 x 1, current 1920 x 1080, maximum 1920 x 1080"`)
	s.tool("xterm", `echo "$*" >>"$NOTES/terminal"; while [ "$1" != -e ]; do shift; done; shift; "$@"`)
	s.tool("foot", `echo "$*" >>"$NOTES/terminal"; while [ "${1#--}" != "$1" ]; do shift; done; "$@"`)
	s.tool("startx", `"$1" "$2"; exit 0`)
	s.tool("cage", `shift 2; "$@"`)
	// Ends with another status each time; the third time the owner has left.
	s.tool("accueil", `[ "$1" != check ] || exit 0
echo "$TCELL_TRUECOLOR" >>"$NOTES/program"
case $(wc -l <"$NOTES/program") in 1) exit 0 ;; 2) exit 1 ;; 3) : >"$ACCUEIL_LEFT" ;; *) kill -9 $PPID ;; esac`)
	return s
}

func (s session) tool(name, script string) {
	s.t.Helper()
	if err := os.WriteFile(filepath.Join(s.folder, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
		s.t.Fatal(err)
	}
}

// run starts the script with settings over those that serve, and returns its exit
// status and what it said.
func (s session) run(settings ...string) (status int, said string) {
	s.t.Helper()
	script, err := filepath.Abs(filepath.Join(deployFolder, s.script))
	if err != nil {
		s.t.Fatal(err)
	}
	c := exec.CommandContext(s.t.Context(), "sh", script)
	c.Env = append([]string{
		"PATH=" + s.folder + ":/usr/bin:/bin", "NOTES=" + s.folder, "ACCUEIL_PROGRAM=" + filepath.Join(s.folder, "accueil"),
		"ACCUEIL_LEFT=" + filepath.Join(s.folder, "left"), "ACCUEIL_OWNER_EXIT=sesame", "ACCUEIL_CELL=5x10",
	}, settings...)
	out, err := c.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		s.t.Fatal(err)
	}
	return c.ProcessState.ExitCode(), string(out)
}

func TestASessionEndsOnlyWhenTheOwnerLeaves(t *testing.T) {
	for script, how := range map[string]string{"session-xorg": "-geometry 384x108+0+0", "session-cage": "--override=line-height=10px"} {
		t.Run(script, func(t *testing.T) {
			s := newSession(t, script)
			status, said := s.run()
			if status != 77 {
				t.Errorf("got status %d, %q, want 77, as accueil-kiosk.service has it", status, said)
			}
			program, err := os.ReadFile(filepath.Join(s.folder, "program"))
			if err != nil || string(program) != "1\n1\n1\n" {
				t.Errorf("got %q, %v, want three starts with all colours", program, err)
			}
			terminal, err := os.ReadFile(filepath.Join(s.folder, "terminal"))
			if err != nil || strings.Count(string(terminal), how) != 3 || strings.Count(string(terminal), "accueil kiosk\n") != 3 {
				t.Errorf("got %q, %v, want the program itself as the command, and %s", terminal, err, how)
			}
		})
	}
	if unit := deployed(t, "accueil-kiosk.service"); !strings.Contains(unit, "RestartPreventExitStatus=77\n") {
		t.Error("the unit does not know the owner's status")
	}
}

func TestASessionWhoseScreenDiesIsStartedAgain(t *testing.T) {
	for script, screen := range map[string]string{"session-xorg": "startx", "session-cage": "cage"} {
		s := newSession(t, script)
		s.tool(screen, "exit 0")
		if err := os.WriteFile(filepath.Join(s.folder, "left"), nil, 0o600); err != nil { // of the last time
			t.Fatal(err)
		}
		if status, said := s.run(); status != 1 {
			t.Errorf("%s: got %d, %q, want 1", script, status, said)
		}
	}
}

func TestASessionSaysWhatIsNotSet(t *testing.T) {
	for _, script := range []string{"session-xorg", "session-cage"} {
		for setting, word := range map[string]string{"ACCUEIL_OWNER_EXIT=": "Ctrl-C", "ACCUEIL_CELL=": "panel", "ACCUEIL_CELL=8x16": "5x10"} {
			s := newSession(t, script)
			status, said := s.run(setting)
			if status == 0 || status == 77 || !strings.Contains(said, word) || !strings.Contains(said, "kiosk.conf") {
				t.Errorf("%s with %s: got %d, %q", script, setting, status, said)
			}
		}
	}
}

func TestTheInstallerSaysHowItIsCalled(t *testing.T) {
	c := exec.CommandContext(t.Context(), "sh", filepath.Join(deployFolder, "install.sh"), "xorg")
	out, _ := c.CombinedOutput()
	if c.ProcessState.ExitCode() != 2 || !strings.Contains(string(out), "usage: install.sh xorg|cage PROGRAM") {
		t.Errorf("got %d, %q", c.ProcessState.ExitCode(), out)
	}
}

// What the installer copies is there, and all that is there is copied or read.
func TestTheInstallerKnowsEveryFile(t *testing.T) {
	files, err := os.ReadDir(deployFolder)
	if err != nil {
		t.Fatal(err)
	}
	script := strings.ReplaceAll(deployed(t, "install.sh"), `"session-$session"`, "session-xorg session-cage")
	for _, f := range files {
		if name := f.Name(); name != "README.md" && name != "install.sh" && !strings.Contains(script, " "+name+" ") {
			t.Errorf("install.sh leaves %s where it is", name)
		}
	}
}
