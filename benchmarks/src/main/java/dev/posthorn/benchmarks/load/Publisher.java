package dev.posthorn.benchmarks.load;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.impl.VertxInternal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** Publishes events to delivery-service over HTTP/1.1 connections that are kept. */
public final class Publisher {

    /** As many as the machine that the figures are for has cores. */
    private static final int LOOPS = 2;

    private static final int CONNECTIONS_PER_LOOP = 512;

    private final int port;
    private final String apiKey;
    private final List<Loop> loops;

    public Publisher(Vertx vertx, int port, String apiKey) {
        this.port = port;
        this.apiKey = apiKey;
        this.loops = IntStream.range(0, LOOPS)
                .mapToObj(at -> new Loop(
                        ((VertxInternal) vertx).createEventLoopContext(),
                        vertx.createHttpClient(
                                new HttpClientOptions().setTcpNoDelay(true).setKeepAliveTimeout(60),
                                new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_LOOP))))
                .toList();
    }

    List<Loop> loops() {
        return loops;
    }

    /** Where an event is published, and its type: that chooses the endpoints that get it. */
    public record Target(String tenant, String type) {}

    /** @param retryAfterSeconds what the service asked for with a 429 or 503 */
    record Answer(int status, int retryAfterSeconds, String body) {

        boolean isAccepted() {
            return status == 202;
        }

        boolean isRefused() {
            return status == 429 || status == 503;
        }
    }

    /** One event loop with connections of its own. */
    final class Loop {

        private final Context context;
        private final HttpClient client;

        private Loop(Context context, HttpClient client) {
            this.context = context;
            this.client = client;
        }

        Context context() {
            return context;
        }

        /** Publishes events as one request, and notes in the run what came of them. This loop's thread. */
        Future<Answer> publish(Run run, Target target, long first, int events, boolean asBatch, long intended) {
            var body = Buffer.buffer((Payload.SIZE + 64) * events + 32);
            if (asBatch) {
                body.appendString("{\"events\":[");
            }
            byte[] head = ("{\"type\":\"" + target.type() + "\",\"payload\":").getBytes(StandardCharsets.US_ASCII);
            for (int at = 0; at < events; at++) {
                body.appendBytes(head)
                        .appendBytes(new Payload(run.number(), first + at, intended).write())
                        .appendByte((byte) '}');
                if (at + 1 < events) {
                    body.appendByte((byte) ',');
                }
            }
            if (asBatch) {
                body.appendString("]}");
            }
            return post("/v1/tenants/" + target.tenant() + "/events" + (asBatch ? "/batch" : ""), body)
                    .onSuccess(answer -> note(run, first, events, intended, answer))
                    .onFailure(failure -> run.fail(first, events, failure.toString()));
        }

        private void note(Run run, long first, int events, long intended, Answer answer) {
            if (answer.isAccepted()) {
                run.accept(first, events, intended);
            } else if (answer.isRefused()) {
                run.refuse(first, events);
            } else {
                run.fail(first, events, answer.status() + " " + answer.body());
            }
        }

        private Future<Answer> post(String path, Buffer body) {
            var options = new RequestOptions()
                    .setMethod(HttpMethod.POST)
                    .setHost("127.0.0.1")
                    .setPort(port)
                    .setURI(path)
                    .addHeader("Authorization", "Bearer " + apiKey)
                    .addHeader("Content-Type", "application/json");
            return client.request(options)
                    .compose(request -> request.send(body))
                    .compose(response -> response.body().map(content -> answer(response, content)));
        }

        private static Answer answer(HttpClientResponse response, Buffer content) {
            String retryAfter = response.getHeader("Retry-After");
            return new Answer(
                    response.statusCode(),
                    retryAfter == null || !retryAfter.matches("\\d{1,4}") ? 1 : Integer.parseInt(retryAfter),
                    response.statusCode() == 202 ? null : content.toString());
        }
    }
}
