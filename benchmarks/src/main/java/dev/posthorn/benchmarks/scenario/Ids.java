package dev.posthorn.benchmarks.scenario;

import java.math.BigInteger;
import java.util.UUID;

/** Reads the UUID out of a TypeID ({@code ep_…}): 26 digits of Crockford's base 32 (TypeID specification, "UUID suffix"). */
final class Ids {

    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

    private Ids() {}

    static String uuid(String typeId) {
        BigInteger value = BigInteger.ZERO;
        for (char digit : typeId.substring(typeId.lastIndexOf('_') + 1).toCharArray()) {
            value = value.shiftLeft(5).or(BigInteger.valueOf(DIGITS.indexOf(digit)));
        }
        return new UUID(value.shiftRight(64).longValue(), value.longValue()).toString();
    }
}
