package dev.posthorn.system;

import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.tenant.Tenant;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Addresses that no endpoint may have, and spellings that try to get one past the checks; the whole table, and what happens
 * when a name's address changes later, is tested in delivery-service. A local stack opens loopback, and nothing else.
 */
@ExtendWith(StackExtension.class)
class AddressTest {

    private final Tenant tenant;

    AddressTest(Stack stack) {
        tenant = stack.newTenant();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "172.16.0.1",
                "192.168.0.1",
                "100.64.0.1",
                "169.254.169.254",
                "0.0.0.0",
                "192.0.2.1",
                "198.18.0.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "[::]",
                "[fe80::1]",
                "[fc00::1]",
                "[fec0::1]",
                "[ff02::1]",
                "[::ffff:10.0.0.1]",
                "[::10.0.0.1]",
                "[64:ff9b::a00:1]",
                "[2002:a00:1::]",
                "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
                "[2001:db8::1]",
                "167772161",
                "0x0a000001",
                "0x0a.0.0.1",
                "012.0.0.1",
                "10.1",
                "127.1",
                "10.0.0.1.",
                "user@example.com",
                "user:password@example.com"
            })
    void isRefusedWhenAnEndpointIsCreatedOrChanged(String host) {
        // Given
        var endpoint = tenant.endpointAt("https://hooks.example.com/").createUnnoticed();
        String url = "https://" + host + "/hooks";

        // When
        var created = tenant.api().body(Map.of("url", url)).post("/endpoints");
        var changed = tenant.api().body(Map.of("url", url)).patch("/endpoints/{id}", endpoint);

        // Then
        for (var answer : List.of(created, changed)) {
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.<String>path("error")).isEqualTo("validation_failed");
            assertThat(answer.<String>path("field")).isEqualTo("url");
        }
    }
}
