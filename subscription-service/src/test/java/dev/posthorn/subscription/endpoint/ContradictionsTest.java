package dev.posthorn.subscription.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.posthorn.foundation.error.ApiException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ContradictionsTest {

    private final ObjectMapper mapper = new ObjectMapper().registerModule(new JavaTimeModule());

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "ordering": "strict", "concurrency": 2                                 | concurrency      | the one before
            "ordering": "key", "concurrency": 1000                                 | concurrency      | the one before
            "ordering": "key", "batching": {"maxEvents": 10, "maxWait": "PT1S"}    | batching         | ordering keys
            "format": "cloudevents-binary", "batching": {"maxEvents": 10, "maxWait": "PT1S"} | batching | one event
            "onDeadLetter": "block"                                                | onDeadLetter     | Without ordering
            "onDeadLetter": "skip", "ordering": "none"                             | onDeadLetter     | Without ordering
            "urls": {"eu": "https://b.example", "us": "https://b.example"}         | urls.us          | same URL
            "urls": {"eu": "https://b.example", "us": "HTTPS://B.example"}         | urls.us          | same URL
            "region": "ap", "urls": {"eu": "https://b.example"}                    | region           | no URL for it
            "headers": {"authorization": "x"}, "auth": {"type": "bearer", "token": "t"} | headers.authorization | auth sets it
            "headers": {"X-Key": "x"}, "auth": {"type": "apiKey", "header": "x-key", "value": "v"} | headers.X-Key | auth sets it
            "headers": {"x-webhook-signature": "x"}, "signature": {"scheme": "hex"} | headers.x-webhook-signature | holds the signature
            "signature": {"scheme": "hex", "header": "X-A"}, "auth": {"type": "apiKey", "header": "x-a", "value": "v"} | signature.header | auth sets it
            "headers": {"ce-id": "x"}, "format": "cloudevents-binary"              | headers.ce-id    | attributes there
            "urls": {"eu": "http://b.example"}, "auth": {"type": "mtls", "certificate": "c", "privateKey": "k"} | auth | http://b.example
            """)
    void areRefusedWithTheReason(String options, String field, String reason) throws JsonProcessingException {
        EndpointOptions endpoint = read(options);

        ApiException refusal = catchThrowableOfType(ApiException.class, () -> Contradictions.check(endpoint));

        assertThat(refusal.field()).isEqualTo(field);
        assertThat(refusal.getMessage()).contains(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"name\": \"plain\"",
                "\"ordering\": \"strict\", \"concurrency\": 1, \"onDeadLetter\": \"block\"",
                "\"ordering\": \"strict\", \"batching\": {\"maxEvents\": 10, \"maxWait\": \"PT1S\"}",
                "\"ordering\": \"key\", \"onDeadLetter\": \"skip\", \"rateLimit\": 5",
                "\"ordering\": \"none\", \"concurrency\": 1000",
                "\"format\": \"cloudevents\", \"batching\": {\"maxEvents\": 10, \"maxWait\": \"PT1S\"}",
                "\"format\": \"envelope\", \"headers\": {\"ce-id\": \"x\"}",
                "\"region\": \"eu\"",
                "\"region\": \"eu\", \"urls\": {\"eu\": \"https://b.example\", \"us\": \"https://c.example\"}",
                "\"urls\": {\"eu\": \"https://a.example\"}",
                "\"headers\": {\"X-Authorization\": \"x\"}, \"auth\": {\"type\": \"bearer\", \"token\": \"t\"}",
                "\"headers\": {\"Authorization\": \"x\"}, \"auth\": {\"type\": \"apiKey\", \"header\": \"X-Key\", \"value\": \"v\"}",
                "\"auth\": {\"type\": \"mtls\", \"certificate\": \"c\", \"privateKey\": \"k\"}"
            })
    void areNothingElse(String options) throws JsonProcessingException {
        EndpointOptions endpoint = read(options);

        assertThatCode(() -> Contradictions.check(endpoint)).doesNotThrowAnyException();
    }

    private EndpointOptions read(String options) throws JsonProcessingException {
        return mapper.readValue("{\"url\": \"https://a.example\", " + options + "}", EndpointOptions.class);
    }
}
