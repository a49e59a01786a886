package dev.posthorn.delivery.signing;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.posthorn.foundation.secret.Secret;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A receiver in JavaScript, with the official library, takes what we sign and nothing else. Left out where there is no
 * Node.js.
 */
class JavaScriptReceiverTest {

    private static final Path SOURCE = Path.of("src/test/js");
    private static final Path RECEIVER = Path.of("target/js");

    private static final String SHARED = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OTHER_SHARED = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private static final String PRIVATE = "whsk_nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";
    private static final String PUBLIC = "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    private static final String BODY = "{\"name\":\"Jürgen 🚀\",\"n\": 1.10}";

    @BeforeAll
    static void install() throws Exception {
        Files.createDirectories(RECEIVER);
        assumeTrue(isThere("node") && isThere("npm"), "Node.js is not there");
        for (String file : List.of("package.json", "package-lock.json", "verify.mjs")) {
            Files.copy(SOURCE.resolve(file), RECEIVER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(run("", "npm", "ci", "--no-audit", "--no-fund")).isZero();
    }

    private static boolean isThere(String program) throws InterruptedException {
        try {
            return run("", program, "--version") == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    private static int run(String input, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(RECEIVER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(RECEIVER.resolve("output.txt").toFile())
                .start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    private static boolean accepts(String key, String body, String... secrets) throws Exception {
        var keys = List.of(secrets).stream()
                .map(secret -> SigningKey.of(new Secret(secret), null))
                .toList();
        Instant now = Instant.now();
        var request = Map.of(
                "key",
                key,
                "body",
                body,
                "headers",
                Map.of(
                        StandardWebhooks.ID, "evt_1",
                        StandardWebhooks.TIMESTAMP, Long.toString(now.getEpochSecond()),
                        StandardWebhooks.SIGNATURE,
                                StandardWebhooks.sign(keys, "evt_1", now, BODY.getBytes(StandardCharsets.UTF_8))));
        return run(new ObjectMapper().writeValueAsString(request), "node", "verify.mjs") == 0;
    }

    @Test
    void takesASharedSecretsSignature() throws Exception {
        assertThat(accepts(SHARED, BODY, SHARED)).isTrue();
    }

    @Test
    void takesEitherSecretDuringARotationAndNoThird() throws Exception {
        assertThat(accepts(OTHER_SHARED, BODY, SHARED, OTHER_SHARED)).isTrue();
        assertThat(accepts(OTHER_SHARED, BODY, SHARED)).isFalse();
    }

    @Test
    void takesAPrivateKeysSignatureByItsPublicKey() throws Exception {
        assertThat(accepts(PUBLIC, BODY, PRIVATE)).isTrue();
    }

    @Test
    void takesBothKindsWhileOneIsGoneOverToTheOther() throws Exception {
        assertThat(accepts(SHARED, BODY, PRIVATE, SHARED)).isTrue();
        assertThat(accepts(PUBLIC, BODY, SHARED, PRIVATE)).isTrue();
    }

    @Test
    void refusesAChangedBody() throws Exception {
        assertThat(accepts(SHARED, BODY + " ", SHARED)).isFalse();
        assertThat(accepts(PUBLIC, BODY + " ", PRIVATE)).isFalse();
    }
}
