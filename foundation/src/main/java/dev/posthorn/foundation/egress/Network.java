package dev.posthorn.foundation.egress;

import java.math.BigInteger;
import java.net.InetAddress;

/** A range of addresses in CIDR notation. */
public record Network(byte[] prefix, int bits) {

    /** @throws IllegalArgumentException when it is none, or one with bits set behind its prefix */
    public static Network of(String cidr) {
        int slash = cidr.indexOf('/');
        try {
            byte[] address = InetAddress.ofLiteral(cidr.substring(0, slash)).getAddress();
            int bits = Integer.parseInt(cidr.substring(slash + 1));
            int behind = address.length * 8 - bits;
            if (bits < 0 || behind < 0 || hasBitsBehind(address, behind)) {
                throw new IllegalArgumentException("The prefix has another length");
            }
            return new Network(address, bits);
        } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
            throw new IllegalArgumentException("Not a network: " + cidr, malformed);
        }
    }

    private static boolean hasBitsBehind(byte[] address, int count) {
        int lowest = new BigInteger(1, address).getLowestSetBit();
        return lowest >= 0 && lowest < count;
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
