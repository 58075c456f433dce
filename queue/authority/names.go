package authority

import (
	"net"
	"net/netip"
	"slices"
	"strings"
)

// Names are what a server is reached by. They are sorted, each once.
type Names struct {
	DNS []string
	IPs []netip.Addr
}

// NamesOf sorts hosts, names or addresses as they stand in a URL, into names; first is
// the machine's own and stays first. What no certificate can hold is left out.
func NamesOf(first string, more ...string) Names {
	var n Names
	for _, host := range append([]string{first}, more...) {
		host = strings.ToLower(strings.TrimSuffix(host, "."))
		if ip, err := netip.ParseAddr(host); err == nil {
			if ip = ip.Unmap().WithZone(""); !ip.IsUnspecified() && !slices.Contains(n.IPs, ip) {
				n.IPs = append(n.IPs, ip)
			}
		} else if isName(host) && !slices.Contains(n.DNS, host) {
			n.DNS = append(n.DNS, host)
		}
	}
	slices.Sort(n.DNS[min(1, len(n.DNS)):])
	slices.SortFunc(n.IPs, netip.Addr.Compare)
	return n
}

// isName reports whether a host is a DNS name.
func isName(host string) bool {
	for label := range strings.SplitSeq(host, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' {
			return false
		}
	}
	return len(host) <= 253 && strings.Trim(host, "abcdefghijklmnopqrstuvwxyz0123456789-_.") == ""
}

func (n Names) equal(m Names) bool { return slices.Equal(n.DNS, m.DNS) && slices.Equal(n.IPs, m.IPs) }

// addresses are the addresses as certificates have them.
func (n Names) addresses() []net.IP {
	var all []net.IP
	for _, ip := range n.IPs {
		all = append(all, ip.AsSlice())
	}
	return all
}
