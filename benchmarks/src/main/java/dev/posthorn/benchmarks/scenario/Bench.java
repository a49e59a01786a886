package dev.posthorn.benchmarks.scenario;

import dev.posthorn.benchmarks.Options;
import dev.posthorn.benchmarks.ceiling.RawCeiling;
import dev.posthorn.benchmarks.load.LoadGenerator;
import dev.posthorn.benchmarks.load.LoadGenerator.Result;
import dev.posthorn.benchmarks.load.LoadGenerator.Times;
import dev.posthorn.benchmarks.load.Publisher;
import dev.posthorn.benchmarks.load.Run;
import dev.posthorn.benchmarks.load.Runs;
import dev.posthorn.benchmarks.receiver.Receiver;
import dev.posthorn.benchmarks.receiver.Receiver.Behaviour;
import dev.posthorn.benchmarks.report.Figure;
import dev.posthorn.benchmarks.report.Progress;
import dev.posthorn.benchmarks.report.Report;
import dev.posthorn.benchmarks.stack.Api;
import dev.posthorn.benchmarks.stack.Audience;
import dev.posthorn.benchmarks.stack.LocalStack;
import dev.posthorn.benchmarks.stack.Parts;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the scenarios share: the stack, the receiver, the load generator, and the rate that the stack keeps up. */
public final class Bench implements AutoCloseable {

    /** Deliveries between publishing and arrival, and publishing requests out, when the stack is to be kept busy. */
    private static final int OPEN = 2_000;

    private static final int REQUESTS = 256;
    private static final int TENANTS = 10;
    private static final int ENDPOINTS_PER_TENANT = 10;

    private final Vertx vertx;
    private final LocalStack stack;
    private final Options options;
    private final Progress progress;
    private final Receiver receiver;
    private final LoadGenerator generator;
    private final Parts parts;
    private final Api log;
    private final Audience.Maker maker;
    private Audience audience;
    private Double sustained;
    private Double ceiling;

    private Bench(Vertx vertx, LocalStack stack, Options options, Progress progress)
            throws IOException, InterruptedException {
        this.vertx = vertx;
        this.stack = stack;
        this.options = options;
        this.progress = progress;
        var runs = new Runs();
        this.receiver = Receiver.start(vertx, runs);
        this.parts = stack.parts();
        String key = stack.apiKey();
        this.generator =
                new LoadGenerator(vertx, runs, new Publisher(vertx, stack.deliveryPort(), key), parts, progress);
        this.log = new Api(stack.deliveryPort(), key);
        this.maker = new Audience.Maker(new Api(stack.subscriptionPort(), key), log, progress);
    }

    public static Bench open(LocalStack stack, Options options, Progress progress)
            throws IOException, InterruptedException {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        return new Bench(vertx, stack, options, progress);
    }

    @Override
    public void close() {
        vertx.close();
    }

    Options options() {
        return options;
    }

    Progress progress() {
        return progress;
    }

    LoadGenerator generator() {
        return generator;
    }

    Parts parts() {
        return parts;
    }

    Api log() {
        return log;
    }

    Times times() {
        return new Times(options.warmUp(), options.window());
    }

    Connection ledger() throws SQLException {
        return DriverManager.getConnection(stack.ledgerJdbcUrl());
    }

    /** A name that no earlier run of a kept stack has used. */
    Audience makeAudience(String name, int tenants, int perTenant, boolean ownTypes, Behaviour behaviour)
            throws IOException, InterruptedException {
        String unique = name + "-" + Long.toString(System.currentTimeMillis(), 36);
        return maker.make(unique, tenants, perTenant, ownTypes, at -> receiver.url(behaviour, at));
    }

    /** 100 endpoints of 10 tenants that answer at once, each event for one of them. */
    Audience hundred() throws IOException, InterruptedException {
        if (audience == null) {
            audience = makeAudience("bench", TENANTS, ENDPOINTS_PER_TENANT, true, Behaviour.GOOD);
        }
        return audience;
    }

    Result saturate(String name, int batch) throws IOException, InterruptedException {
        Audience endpoints = hundred();
        int open = batch == 1 ? OPEN : Math.max(OPEN, batch * 100);
        int requests = batch == 1 ? REQUESTS : 32;
        return generator.saturate(name, endpoints::target, open, requests, batch, times());
    }

    /** Deliveries per second that are kept up, one event a request; measured once. */
    double sustained() throws IOException, InterruptedException {
        if (sustained == null) {
            sustained = saturate("the rate that is kept up", 1).deliveriesPerSecond();
        }
        return sustained;
    }

    void sustained(double perSecond) {
        sustained = perSecond;
    }

    /** Requests per second of the same client to the same receiver with nothing else; measured once. */
    double ceiling(Report report) throws IOException, InterruptedException {
        if (ceiling == null) {
            var raw = new RawCeiling(receiver.port(), options.folder().resolve("ceiling.log"), progress)
                    .measure(Duration.ofSeconds(options.warmUp().toSeconds() / 3 + 1), Duration.ofSeconds(8));
            report.detail("ceilingByRequestsAtOnce", raw.byRequests());
            ceiling = raw.perSecond();
        }
        return ceiling;
    }

    /** What every run has to tell: nothing lost, and where the time went. */
    static void account(Report report, String run, Result result) {
        Run.Counts counts = result.counts();
        report.add(new Figure(
                run + ": accepted, received, lost, duplicated",
                "%,d, %,d, %,d, %,d"
                        .formatted(counts.accepted(), counts.received(), counts.lost(), counts.duplicated()),
                "lost 0",
                counts.lost() == 0));
        if (counts.refused() + counts.failed() > 0) {
            report.note("%s: %,d events refused with 429 or 503, %,d without a clear answer (%s)"
                    .formatted(run, counts.refused(), counts.failed(), counts.firstFailure()));
        }
        var micros = new LinkedHashMap<String, Long>();
        result.processorTime()
                .forEach((part, time) -> micros.put(part, time.toNanos() / 1_000 / Math.max(1, result.delivered())));
        report.detail("processorMicrosPerDelivery " + run, micros);
        report.detail("deliveriesPerSecond " + run, Math.round(result.deliveriesPerSecond()));
        report.detail("eachSecond " + run, result.perSecond());
        report.note(run + ", processor time per delivery in µs: " + describe(micros));
    }

    private static String describe(Map<String, Long> micros) {
        var text = new StringBuilder();
        micros.forEach((part, time) ->
                text.append(text.isEmpty() ? "" : ", ").append(part).append(' ').append(time));
        return text.toString();
    }

    static double millis(org.HdrHistogram.Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / 1_000.0;
    }
}
