package dev.posthorn.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import java.util.Base64;

import static org.assertj.core.api.Assertions.assertThat;

class TokensTest {

    @Test
    void carryTheClaimsOfTheRealm() throws Exception {
        var claims = claims(Tokens.tenantAdmin("acme"));

        assertThat(claims.at("/realm_access/roles/0").asText()).isEqualTo("tenant-admin");
        assertThat(claims.get("tenant").asText()).isEqualTo("acme");
        assertThat(claims.get("aud").asText()).isEqualTo("posthorn");
    }

    @Test
    void ofAnOperatorNameNoTenant() throws Exception {
        assertThat(claims(Tokens.operator()).has("tenant")).isFalse();
    }

    private static JsonNode claims(String token) throws Exception {
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    }
}
