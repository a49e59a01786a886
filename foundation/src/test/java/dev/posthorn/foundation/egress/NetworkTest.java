package dev.posthorn.foundation.egress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NetworkTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"0.0.0.0/0", "198.51.100.0/28", "198.51.100.7/32", "::/0", "2001:db8::/33", "2001:db8::1/128"})
    void isReadFromCidrNotation(String cidr) {
        assertThat(Network.of(cidr)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "198.51.100.0",
                "198.51.100.0/",
                "198.51.100.0/-1",
                "198.51.100.0/33",
                "0.0.0.0/33",
                "0.0.0.0/2147483647",
                "::/129",
                "198.51.100.7/28",
                "2001:db8::1/64",
                "hooks.example/24",
                "198.51.100.0/a"
            })
    void isNothingElse(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Network.of(text)).withMessage("Not a network: " + text);
    }

    @Test
    void holdsItsAddresses() {
        var network = Network.of("198.51.100.16/28");

        assertThat(network.contains(bytes("198.51.100.31"))).isTrue();
        assertThat(network.contains(bytes("198.51.100.32"))).isFalse();
        assertThat(network.contains(bytes("2001:db8::1"))).isFalse();
    }

    private static byte[] bytes(String address) {
        return InetAddress.ofLiteral(address).getAddress();
    }
}
