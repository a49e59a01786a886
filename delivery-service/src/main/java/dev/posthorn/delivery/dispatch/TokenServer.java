package dev.posthorn.delivery.dispatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.posthorn.delivery.credential.Credentials.OAuth2;
import dev.posthorn.delivery.dispatch.AccessTokens.Token;
import dev.posthorn.foundation.secret.Secret;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Asks a token server for an access token by client credentials (RFC 6749 §4.4), under the same rules for addresses as
 * endpoints. Redirects are not followed. Belongs to one event loop's thread.
 */
final class TokenServer {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LONGEST_ANSWER = 64 * 1024;

    /** RFC 6750 §2.1, and whatever else is safe in a header. */
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

    /** RFC 6749 §5.2. */
    private static final Pattern ERROR = Pattern.compile("[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]{1,100}");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Vertx vertx;
    private final Addresses addresses;
    private final Clients clients;

    TokenServer(Vertx vertx, Addresses addresses, Clients clients) {
        this.vertx = vertx;
        this.addresses = addresses;
        this.clients = clients;
    }

    /** Fails with {@link NoTokenException}; ends within ten seconds. */
    Future<Token> ask(OAuth2 credentials) {
        var server = new Target(credentials.tokenUrl());
        var asking = new Asking(vertx);
        try {
            addresses
                    .resolve(server.name())
                    .compose(address -> {
                        var options = clients.post(server, address)
                                .putHeader("Content-Type", "application/x-www-form-urlencoded")
                                .putHeader("Accept", "application/json")
                                .putHeader("Authorization", authorization(credentials));
                        return clients.of(server).request(options);
                    })
                    .onSuccess(request -> asking.send(request, form(credentials)))
                    .onFailure(asking::fail);
        } catch (RuntimeException e) {
            asking.fail(e);
        }
        return asking.answer
                .future()
                .recover(failure -> Future.failedFuture(
                        failure instanceof NoTokenException ? failure : NoTokenException.because(failure, server)));
    }

    /** RFC 6749 §2.3.1: both are encoded as in a form before they become a user name and a password. */
    private static String authorization(OAuth2 credentials) {
        String pair = encoded(credentials.clientId()) + ":"
                + encoded(credentials.clientSecret().reveal());
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String form(OAuth2 credentials) {
        var form = new StringBuilder("grant_type=client_credentials");
        if (!credentials.scopes().isEmpty()) {
            form.append("&scope=").append(encoded(String.join(" ", credentials.scopes())));
        }
        if (credentials.audience() != null) {
            form.append("&audience=").append(encoded(credentials.audience()));
        }
        return form.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** One request. It is over, once, at the answer's end, at the first failure, or when time is up. */
    private static final class Asking {

        private final Promise<Token> answer = Promise.promise();
        private final Buffer body = Buffer.buffer();
        private HttpClientRequest request;

        Asking(Vertx vertx) {
            long timer = vertx.setTimer(
                    PATIENCE.toMillis(),
                    id -> fail(NoTokenException.because(
                            "the token server did not answer within " + PATIENCE.toSeconds() + " s")));
            answer.future().onComplete(done -> vertx.cancelTimer(timer));
        }

        void send(HttpClientRequest newRequest, String form) {
            request = newRequest;
            if (answer.future().isComplete()) {
                request.reset();
                return;
            }
            request.send(form).onSuccess(this::receive).onFailure(this::fail);
        }

        private void receive(HttpClientResponse response) {
            response.handler(part -> {
                body.appendBuffer(part);
                if (body.length() > LONGEST_ANSWER) {
                    fail(NoTokenException.because("the token server's answer is too long"));
                }
            });
            response.exceptionHandler(this::fail);
            response.endHandler(end -> read(response.statusCode()));
        }

        private void read(int status) {
            try {
                answer.tryComplete(tokenOf(status, JSON.readTree(body.getBytes())));
            } catch (NoTokenException e) {
                answer.tryFail(e);
            } catch (JsonProcessingException e) {
                answer.tryFail(NoTokenException.because("the token server answered " + status + ", and no JSON"));
            } catch (IOException impossible) {
                throw new IllegalStateException("Memory cannot be read", impossible);
            }
        }

        void fail(Throwable failure) {
            if (answer.tryFail(failure) && request != null) {
                request.reset();
            }
        }
    }

    private static Token tokenOf(int status, JsonNode json) throws NoTokenException {
        if (status != 200) {
            String error = json.path("error").asText();
            throw NoTokenException.because("the token server answered " + status
                    + (ERROR.matcher(error).matches() ? " (" + error + ")" : ""));
        }
        String token = json.path("access_token").asText();
        if (!TOKEN.matcher(token).matches()) {
            throw NoTokenException.because("the token server's answer has no usable access_token");
        }
        if (!"bearer".equalsIgnoreCase(json.path("token_type").asText("bearer"))) {
            throw NoTokenException.because("the token server's token is not of the type Bearer");
        }
        long life = json.path("expires_in").asLong();
        return new Token(new Secret(token), life > 0 ? Duration.ofSeconds(life) : null);
    }
}
