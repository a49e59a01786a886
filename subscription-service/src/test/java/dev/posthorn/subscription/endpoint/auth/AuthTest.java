package dev.posthorn.subscription.endpoint.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.error.JsonErrors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class AuthTest {

    private static final String SECRET = "s3cret";

    private final ObjectMapper mapper = new ObjectMapper();

    static Stream<Auth> ofEveryKind() {
        return Stream.of(
                new BasicAuth("anna", SECRET),
                new BearerAuth(SECRET),
                new ApiKeyAuth("X-Api-Key", SECRET),
                new OAuth2Auth("https://login.example/token", "posthorn", SECRET, List.of("a", "b"), "hooks"),
                new OAuth2Auth("https://login.example/token", "posthorn", SECRET, null, null),
                new MtlsAuth("certificate", SECRET));
    }

    @ParameterizedTest
    @MethodSource("ofEveryKind")
    void showsItsSecretToNobody(Auth auth) throws Exception {
        assertThat(mapper.writeValueAsString(auth.hidden()))
                .contains(Auth.HIDDEN)
                .doesNotContain(SECRET);
        assertThat(auth.toString()).doesNotContain(SECRET);
        assertThat(auth.hidesItsSecret()).isFalse();
        assertThat(auth.hidden().hidesItsSecret()).isTrue();
        assertThat(auth.hidden()).isNotEqualTo(auth);
    }

    @ParameterizedTest
    @MethodSource("ofEveryKind")
    void isReadAsItIsWritten(Auth auth) throws Exception {
        String json = mapper.writeValueAsString(auth);

        assertThat(mapper.readValue(json, Auth.class)).isEqualTo(auth);
        assertThat(mapper.readTree(json).get("type").asText()).isIn("basic", "bearer", "apiKey", "oauth2", "mtls");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type": "basic", "password": "b"}                                              | auth.username
            {"type": "basic", "username": "a"}                                              | auth.password
            {"type": "basic", "username": "a:b", "password": "c"}                           | auth.username
            {"type": "basic", "username": "", "password": "c"}                              | auth.username
            {"type": "basic", "username": "a", "password": "b\\n"}                          | auth.password
            {"type": "bearer"}                                                              | auth.token
            {"type": "bearer", "token": ""}                                                 | auth.token
            {"type": "bearer", "token": "two words"}                                        | auth.token
            {"type": "bearer", "token": "a\\r\\nX-Injected: b"}                             | auth.token
            {"type": "bearer", "token": "\\u00e4"}                                          | auth.token
            {"type": "apiKey", "value": "b"}                                                | auth.header
            {"type": "apiKey", "header": "X-Api-Key"}                                       | auth.value
            {"type": "apiKey", "header": "Host", "value": "b"}                              | auth.header
            {"type": "apiKey", "header": "Transfer-Encoding", "value": "chunked"}           | auth.header
            {"type": "apiKey", "header": "Webhook-Id", "value": "b"}                        | auth.header
            {"type": "apiKey", "header": "X Y", "value": "b"}                               | auth.header
            {"type": "apiKey", "header": "X-Y", "value": "a\\r\\nb"}                        | auth.value
            {"type": "oauth2", "clientId": "a", "clientSecret": "b"}                        | auth.tokenUrl
            {"type": "oauth2", "tokenUrl": "x", "clientSecret": "b"}                        | auth.clientId
            {"type": "oauth2", "tokenUrl": "x", "clientId": "a"}                            | auth.clientSecret
            {"type": "oauth2", "tokenUrl": "x", "clientId": "a", "clientSecret": "b", "scopes": ["a", "b c"]} | auth.scopes[1]
            {"type": "oauth2", "tokenUrl": "x", "clientId": "a", "clientSecret": "b", "scopes": [null]} | auth.scopes[0]
            {"type": "oauth2", "tokenUrl": "x", "clientId": "a", "clientSecret": "b", "audience": ""} | auth.audience
            {"type": "mtls", "privateKey": "b"}                                             | auth.certificate
            {"type": "mtls", "certificate": "a"}                                            | auth.privateKey
            """)
    void saysWhichPartIsWrong(String json, String field) {
        assertThatThrownBy(() -> mapper.readValue(json, Auth.class))
                .cause()
                .isInstanceOf(ApiException.class)
                .extracting("field")
                .isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"auth": {"type": "digest"}}  | auth.type  | Field auth.type must be one of [basic, bearer, apiKey, oauth2, mtls]
            {"auth": {"token": "a"}}      | auth.type  | Missing required field: auth.type
            {"auth": "a"}                 | auth.type  | Missing required field: auth.type
            {"auth": {"type": "bearer", "token": "a", "user": "b"}} | auth.user | Unknown field: auth.user
            """)
    void isOfOneOfTheKinds(String json, String field, String message) {
        var refusal = JsonErrors.explain(
                catchThrowableOfType(JsonProcessingException.class, () -> mapper.readValue(json, Holder.class)));

        assertThat(refusal.field()).isEqualTo(field);
        assertThat(refusal.getMessage()).isEqualTo(message);
    }

    record Holder(Auth auth) {}

    @Test
    void hasUpTo50Scopes() {
        var scopes = Collections.nCopies(51, "a");

        assertThatThrownBy(() -> new OAuth2Auth("x", "a", "b", scopes, null))
                .isInstanceOf(ApiException.class)
                .extracting("field")
                .isEqualTo("auth.scopes");
    }
}
