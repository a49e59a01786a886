package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.dispatch.WebhookClient.Result;
import dev.posthorn.delivery.ledger.Attempt.Exchange;
import dev.posthorn.delivery.retry.AttemptOutcome;
import dev.posthorn.delivery.retry.RetryAfter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request that is out. The status decides; the body is read only to show its beginning and to keep the connection. It is
 * over, once, at the response's end, at the first failure, or when time is up, and then the connection is let go.
 */
final class PendingExchange {

    private final Target target;
    private final Duration timeout;
    private final Webhook webhook;
    private final int kept;
    private final long read;
    private final Promise<Result> result = Promise.promise();
    private final Buffer body = Buffer.buffer();
    private long received;
    private HttpClientRequest request;
    private HttpClientResponse response;

    PendingExchange(Target target, Duration timeout, Webhook webhook, DispatchConfig config) {
        this.target = target;
        this.timeout = timeout;
        this.webhook = webhook;
        this.kept = (int) config.responseKept().asLongValue();
        this.read = config.responseRead().asLongValue();
    }

    Target target() {
        return target;
    }

    Webhook webhook() {
        return webhook;
    }

    Future<Result> result() {
        return result.future();
    }

    boolean isOver() {
        return result.future().isComplete();
    }

    void send(HttpClientRequest newRequest, Buffer content) {
        request = newRequest;
        if (isOver()) {
            request.reset();
            return;
        }
        request.send(content).onSuccess(this::receive).onFailure(this::fail);
    }

    private void receive(HttpClientResponse newResponse) {
        response = newResponse;
        response.handler(this::append);
        response.exceptionHandler(this::fail);
        response.endHandler(end -> complete(outcomeOf(response)));
    }

    private void append(Buffer part) {
        received += part.length();
        if (body.length() < kept) {
            body.appendBuffer(part, 0, Math.min(part.length(), kept - body.length()));
        }
        if (received > read) {
            // Whatever else it has to say would cost more than a new connection.
            complete(outcomeOf(response));
            request.reset();
        }
    }

    void timeOut() {
        complete(response == null ? new AttemptOutcome.TimedOut(timeout) : outcomeOf(response));
        if (request != null) {
            request.reset();
        }
    }

    void fail(Throwable failure) {
        complete(response == null ? Failures.outcomeOf(failure, target) : outcomeOf(response));
    }

    private void complete(AttemptOutcome outcome) {
        if (!isOver()) {
            result.complete(new Result(
                    outcome,
                    new Exchange(
                            target.url().toString(),
                            webhook.shownHeaders(),
                            response == null ? null : headersOf(response),
                            response == null ? null : body.getBytes())));
        }
    }

    private static AttemptOutcome outcomeOf(HttpClientResponse response) {
        int status = response.statusCode();
        return status >= 200 && status < 300
                ? new AttemptOutcome.Succeeded(status)
                : new AttemptOutcome.Rejected(
                        status, RetryAfter.read(response.getHeader("Retry-After"), Instant.now()));
    }

    /** Later values of a repeated header are joined to the first one (RFC 9110 §5.3). */
    private static Map<String, String> headersOf(HttpClientResponse response) {
        var headers = new LinkedHashMap<String, String>();
        response.headers().forEach((name, value) -> headers.merge(name, value, (first, next) -> first + ", " + next));
        return headers;
    }
}
