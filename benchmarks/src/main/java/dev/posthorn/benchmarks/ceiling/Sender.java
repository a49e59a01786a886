package dev.posthorn.benchmarks.ceiling;

import dev.posthorn.benchmarks.load.Payload;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.impl.VertxInternal;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Posts one signed webhook again and again: no queue, no signing, no database. Its client has the options of
 * delivery-service's {@code WebhookClient}, and one is made for each event loop, as there.
 *
 * <p>Prints the number of answers received so far once a second, until it is ended.
 */
public final class Sender {

    private static final int LOOPS = 2;

    private final int port;
    private final Buffer body;
    private final String timestamp;
    private final String signature;
    private final String id = "evt_01k7x0f2t4e9v8m3n5p6q7r8s9";
    private final LongAdder answers = new LongAdder();

    private Sender(int port) throws GeneralSecurityException {
        this.port = port;
        // The envelope around the same payload that the other runs publish; no run has the number 0.
        String text =
                "{\"id\":\"" + id + "\",\"type\":\"bench.type0\",\"timestamp\":\"2026-01-15T10:30:00.123Z\",\"data\":"
                        + new String(new Payload(0, 0, 0).write(), StandardCharsets.US_ASCII) + "}";
        this.body = Buffer.buffer(text);
        this.timestamp = Long.toString(System.currentTimeMillis() / 1_000);
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
        byte[] signed = mac.doFinal((id + "." + timestamp + "." + text).getBytes(StandardCharsets.US_ASCII));
        this.signature = "v1," + Base64.getEncoder().encodeToString(signed);
    }

    /** Arguments: the receiver's port, how many endpoints, and how many requests to each are out at once. */
    public static void main(String[] arguments) throws Exception {
        var sender = new Sender(Integer.parseInt(arguments[0]));
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        for (int at = 0; at < LOOPS; at++) {
            Context context = ((VertxInternal) vertx).createEventLoopContext();
            HttpClient client = vertx.createHttpClient(options(), new PoolOptions().setHttp1MaxSize(2_000));
            int loop = at;
            context.runOnContext(
                    now -> sender.begin(client, loop, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2])));
        }
        // The parent that is gone reads no more.
        while (!System.out.checkError()) {
            System.out.println(sender.answers.sum());
            TimeUnit.SECONDS.sleep(1);
        }
        System.exit(0);
    }

    private static HttpClientOptions options() {
        return new HttpClientOptions()
                .setKeepAlive(true)
                .setKeepAliveTimeout(30)
                .setHttp2KeepAliveTimeout(30)
                .setConnectTimeout(10_000)
                .setTcpNoDelay(true)
                .setVerifyHost(true);
    }

    private void begin(HttpClient client, int loop, int endpoints, int each) {
        for (int endpoint = loop; endpoint < endpoints; endpoint += LOOPS) {
            RequestOptions request = request(endpoint);
            for (int at = 0; at < each; at++) {
                send(client, request);
            }
        }
    }

    private RequestOptions request(int endpoint) {
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(port)
                .setFollowRedirects(false)
                .setURI("/G/" + endpoint)
                .addHeader("Content-Type", "application/json")
                .addHeader("User-Agent", "Posthorn/0.1.0")
                .addHeader("webhook-id", id)
                .addHeader("webhook-timestamp", timestamp)
                .addHeader("webhook-signature", signature)
                .addHeader("traceparent", "00-0199fa0123457abc8def0123456789ab-0123456789abcdef-01");
    }

    private void send(HttpClient client, RequestOptions options) {
        client.request(options)
                .compose(request -> request.send(body))
                .compose(HttpClientResponse::end)
                .onSuccess(end -> {
                    answers.increment();
                    send(client, options);
                })
                .onFailure(failure -> {
                    System.err.println(failure);
                    System.exit(1);
                });
    }
}
