package dev.posthorn.foundation.egress;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Decides whether a resolved address may be connected to.
 *
 * <p>Refused is all that is not globally reachable according to the IANA special-purpose registries (RFC 6890), and every
 * IPv6 address that embeds an IPv4 one: translated on the way, it could reach what its IPv4 form is refused for. Addresses
 * mapped into IPv6 (::ffff:0:0/96) never arrive here as such: Java makes them IPv4 addresses.
 */
public final class AddressRules {

    private static final List<Network> REFUSED = Stream.of(
                    "0.0.0.0/8", // this network
                    "10.0.0.0/8", // private
                    "100.64.0.0/10", // carrier-grade NAT, also some clouds' metadata
                    "127.0.0.0/8", // loopback
                    "169.254.0.0/16", // link-local, with the clouds' metadata
                    "172.16.0.0/12", // private
                    "192.0.0.0/24", // protocol assignments
                    "192.0.2.0/24", // documentation
                    "192.31.196.0/24", // AS112
                    "192.52.193.0/24", // AMT
                    "192.88.99.0/24", // 6to4 relays
                    "192.168.0.0/16", // private
                    "192.175.48.0/24", // AS112
                    "198.18.0.0/15", // benchmarks
                    "198.51.100.0/24", // documentation
                    "203.0.113.0/24", // documentation
                    "224.0.0.0/4", // multicast
                    "240.0.0.0/4", // reserved, with broadcast
                    "::/96", // unspecified, loopback, IPv4-compatible
                    "64:ff9b::/96", // NAT64
                    "64:ff9b:1::/48", // NAT64, local
                    "100::/64", // discard only
                    "2001::/23", // protocol assignments, with Teredo, benchmarks and ORCHID
                    "2001:db8::/32", // documentation
                    "2002::/16", // 6to4
                    "3fff::/20", // documentation
                    "5f00::/16", // segment routing
                    "fc00::/7", // unique local, with some clouds' metadata
                    "fe80::/10", // link-local
                    "fec0::/10", // site-local
                    "ff00::/8") // multicast
            .map(Network::of)
            .toList();

    private static final List<Network> LOOPBACK =
            Stream.of("127.0.0.0/8", "::1/128").map(Network::of).toList();

    /** What lies outside 2000::/3 has not been given out as global unicast (RFC 4291 §2.4). */
    private static final Network GLOBAL_UNICAST = Network.of("2000::/3");

    private final boolean loopbackAllowed;
    private final List<Network> allowed;

    public AddressRules(boolean loopbackAllowed) {
        this(loopbackAllowed, List.of());
    }

    /**
     * @param allowed networks in CIDR notation that may be connected to all the same
     * @throws IllegalArgumentException when one is no such thing
     */
    public AddressRules(boolean loopbackAllowed, List<String> allowed) {
        this.loopbackAllowed = loopbackAllowed;
        this.allowed = allowed.stream().map(Network::of).toList();
    }

    public static AddressRules of(EgressConfig config) {
        return new AddressRules(config.allowLoopback(), config.allow().orElse(List.of()));
    }

    boolean isLoopbackAllowed() {
        return loopbackAllowed;
    }

    public boolean allows(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (loopbackAllowed && isIn(LOOPBACK, bytes) || isIn(allowed, bytes)) {
            return true;
        }
        boolean unicast = bytes.length == 4 || GLOBAL_UNICAST.contains(bytes);
        return unicast && !isIn(REFUSED, bytes);
    }

    private static boolean isIn(List<Network> networks, byte[] address) {
        for (Network network : networks) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
