package dev.posthorn.replica;

import dev.posthorn.contracts.ApiKeyRecord;
import dev.posthorn.contracts.EndpointRecord;
import dev.posthorn.contracts.TenantRecord;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class CatalogTest {

    @Test
    void changesNeverTouchWhatAReaderHolds() {
        Catalog before = Catalog.EMPTY.with(List.of(tenant("acme", 1, "Acme")));

        Catalog after = before.with(List.of(tenant("acme", 2, "Acme Ltd"), endpoint("ep_1", 1, "acme")));

        assertThat(before.tenant("acme").name()).isEqualTo("Acme");
        assertThat(before.endpointsOf("acme")).isEmpty();
        assertThat(after.tenant("acme").name()).isEqualTo("Acme Ltd");
        assertThat(after.endpointsOf("acme")).extracting(EndpointRecord::id).containsExactly("ep_1");
    }

    @Test
    void replacesAndDeletesEndpointsOfTheirTenant() {
        Catalog two = Catalog.EMPTY.with(List.of(endpoint("ep_1", 1, "acme"), endpoint("ep_2", 1, "acme")));

        Catalog one = two.with(List.of(endpoint("ep_1", 2, "acme"), EndpointRecord.deleted("ep_2", 2, "acme")));

        assertThat(one.endpointsOf("acme"))
                .singleElement()
                .extracting(EndpointRecord::version)
                .isEqualTo(2L);
        assertThat(one.endpoint("ep_2")).isNull();
    }

    @Test
    void forgetsRevokedKeys() {
        var key = new ApiKeyRecord("key_1", 1, false, null, "CI", "abc", Set.of("read"), null);
        Catalog with = Catalog.EMPTY.with(List.of(key));

        Catalog without = with.with(List.of(ApiKeyRecord.deleted("key_1", 2)));

        assertThat(with.apiKeyByHash("abc")).isEqualTo(key);
        assertThat(without.apiKeyByHash("abc")).isNull();
    }

    private static TenantRecord tenant(String id, long version, String name) {
        return new TenantRecord(id, version, false, name, List.of());
    }

    private static EndpointRecord endpoint(String id, long version, String tenantId) {
        return new EndpointRecord(
                id,
                version,
                false,
                tenantId,
                "n",
                "https://example.com",
                "enabled",
                List.of(),
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
