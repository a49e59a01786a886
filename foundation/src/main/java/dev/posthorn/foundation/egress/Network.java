package dev.posthorn.foundation.egress;

import java.net.InetAddress;

/** A range of addresses in CIDR notation. */
record Network(byte[] prefix, int bits) {

    static Network of(String cidr) {
        int slash = cidr.indexOf('/');
        try {
            byte[] address = InetAddress.ofLiteral(cidr.substring(0, slash)).getAddress();
            int bits = Integer.parseInt(cidr.substring(slash + 1));
            if (bits < 0 || bits > address.length * 8) {
                throw new IllegalArgumentException("No prefix has so many bits: " + bits);
            }
            return new Network(address, bits);
        } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
            throw new IllegalArgumentException("Not a network: " + cidr, malformed);
        }
    }

    boolean contains(byte[] address) {
        if (address.length != prefix.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += 8) {
            int mask = bits - bit >= 8 ? 0xff : 0xff << (8 - (bits - bit)) & 0xff;
            if (((address[bit / 8] ^ prefix[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
