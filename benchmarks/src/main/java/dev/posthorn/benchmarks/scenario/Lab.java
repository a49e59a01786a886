package dev.posthorn.benchmarks.scenario;

import dev.posthorn.benchmarks.ledger.LedgerDatabase;
import dev.posthorn.benchmarks.load.LoadGenerator;
import dev.posthorn.benchmarks.load.Publisher;
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
import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A running stack, with what is needed to load and to look at it. Belongs to one scenario. */
public final class Lab {

    private static final int ENDPOINTS = 100;
    private static final int TENANTS = 10;

    private final Plan plan;
    private final Receiver receiver;
    private final Progress progress;
    private final Path scratch;
    private final Api deliveryApi;
    private final Audience.Maker audiences;
    private final LoadGenerator load;
    private final Parts parts;
    private final LedgerDatabase ledger;

    /** @param scratch a folder for logs */
    public Lab(Plan plan, LocalStack stack, Vertx vertx, Runs runs, Receiver receiver, Progress progress, Path scratch)
            throws IOException {
        String key = stack.apiKey();
        this.plan = plan;
        this.receiver = receiver;
        this.progress = progress;
        this.scratch = scratch;
        this.deliveryApi = new Api(stack.deliveryPort(), key);
        this.audiences = new Audience.Maker(new Api(stack.subscriptionPort(), key), deliveryApi, progress);
        this.parts = stack.parts();
        this.load = new LoadGenerator(vertx, runs, new Publisher(vertx, stack.deliveryPort(), key), parts, progress);
        this.ledger = new LedgerDatabase(stack.ledgerJdbcUrl());
    }

    Plan plan() {
        return plan;
    }

    Receiver receiver() {
        return receiver;
    }

    Progress progress() {
        return progress;
    }

    Path scratch() {
        return scratch;
    }

    Api deliveryApi() {
        return deliveryApi;
    }

    Audience.Maker audiences() {
        return audiences;
    }

    LoadGenerator load() {
        return load;
    }

    Parts parts() {
        return parts;
    }

    LedgerDatabase ledger() {
        return ledger;
    }

    /** A hundred endpoints that answer at once, of ten tenants; each event is for one of them. */
    Audience goodEndpoints() throws IOException, InterruptedException {
        return goodEndpoints(TENANTS);
    }

    /** A hundred endpoints that answer at once, each event for one of them. */
    Audience goodEndpoints(int tenants) throws IOException, InterruptedException {
        return audiences.make("good", tenants, ENDPOINTS / tenants, true, at -> receiver.url(Behaviour.GOOD, at));
    }

    /** The most deliveries that are kept up, one event a request. */
    LoadGenerator.Result most(String name, Audience audience) throws InterruptedException {
        return load.saturate(name, audience::target, plan.open(), plan.requests(), 1, plan.times());
    }

    /** Puts all that was seen in a run into the JSON file, and what became of its events into the table. */
    static void tell(Report report, String name, LoadGenerator.Result result) {
        var counts = result.counts();
        report.add(new Figure(
                name + ": accepted / received / lost / duplicated",
                "%,d / %,d / %,d / %,d"
                        .formatted(counts.accepted(), counts.received(), counts.lost(), counts.duplicated()),
                "lost 0",
                counts.lost() == 0));
        if (counts.refused() + counts.failed() > 0) {
            report.add(Figure.plain(
                    name + ": refused with 429 or 503 / failed",
                    "%,d / %,d".formatted(counts.refused(), counts.failed())));
        }
        report.processorTime(name, microsPerDelivery(result));
        var details = new LinkedHashMap<String, Object>();
        details.put("deliveriesPerSecond", Math.round(result.deliveriesPerSecond()));
        details.put("windowSeconds", result.window().toMillis() / 1000.0);
        details.put("accepted", counts.accepted());
        details.put("received", counts.received());
        details.put("lost", counts.lost());
        details.put("duplicated", counts.duplicated());
        details.put("refused", counts.refused());
        details.put("failed", counts.failed());
        if (counts.firstFailure() != null) {
            details.put("firstFailure", counts.firstFailure());
        }
        details.put("publishToArrivalMillis", quantiles(result.deliveryTimes()));
        details.put("publishToAcceptedMillis", quantiles(result.publishTimes()));
        var seconds = new LinkedHashMap<String, Double>();
        result.processorTime().forEach((part, used) -> seconds.put(part, used.toMillis() / 1000.0));
        details.put("processorSeconds", seconds);
        details.put("processorMicrosPerDelivery", microsPerDelivery(result));
        details.put("perSecond", result.perSecond());
        report.detail(name, details);
    }

    private static Map<String, Long> microsPerDelivery(LoadGenerator.Result result) {
        var micros = new LinkedHashMap<String, Long>();
        if (result.delivered() > 0) {
            result.processorTime()
                    .forEach((part, used) -> micros.put(part, used.toNanos() / 1_000 / result.delivered()));
        }
        return micros;
    }

    private static Map<String, Object> quantiles(Histogram micros) {
        var quantiles = new LinkedHashMap<String, Object>();
        quantiles.put("count", micros.getTotalCount());
        quantiles.put("p50", millis(micros, 50));
        quantiles.put("p90", millis(micros, 90));
        quantiles.put("p99", millis(micros, 99));
        quantiles.put("p99.9", millis(micros, 99.9));
        quantiles.put("max", micros.getMaxValue() / 1000.0);
        return quantiles;
    }

    /** A percentile of a histogram of microseconds. */
    static double millis(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / 1000.0;
    }
}
