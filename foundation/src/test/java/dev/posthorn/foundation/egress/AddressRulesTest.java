package dev.posthorn.foundation.egress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;

import static org.assertj.core.api.Assertions.assertThat;

class AddressRulesTest {

    private final AddressRules rules = new AddressRules(false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "100.128.0.0",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450::1"
            })
    void allowsPublicAddresses(String address) {
        assertThat(rules.allows(InetAddress.ofLiteral(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.255",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:0:7f00:1::",
                "2001:db8::1",
                "2002:7f00:1::",
                "3fff::1",
                "4000::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void refusesEverythingElse(String address) {
        assertThat(rules.allows(InetAddress.ofLiteral(address))).isFalse();
    }

    @Test
    void opensNothingButLoopbackForDevelopment() {
        var development = new AddressRules(true);

        assertThat(development.allows(InetAddress.ofLiteral("127.0.0.1"))).isTrue();
        assertThat(development.allows(InetAddress.ofLiteral("127.9.9.9"))).isTrue();
        assertThat(development.allows(InetAddress.ofLiteral("::1"))).isTrue();
        assertThat(development.allows(InetAddress.ofLiteral("10.0.0.1"))).isFalse();
        assertThat(development.allows(InetAddress.ofLiteral("169.254.169.254"))).isFalse();
        assertThat(development.allows(InetAddress.ofLiteral("0.0.0.0"))).isFalse();
        assertThat(development.allows(InetAddress.ofLiteral("::"))).isFalse();
        assertThat(development.allows(InetAddress.ofLiteral("64:ff9b::7f00:1"))).isFalse();
    }
}
