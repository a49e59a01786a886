package dev.posthorn.benchmarks.scenario;

import dev.posthorn.benchmarks.load.LoadGenerator.Result;
import dev.posthorn.benchmarks.report.Figure;
import dev.posthorn.benchmarks.report.Plot;
import dev.posthorn.benchmarks.report.Report;
import dev.posthorn.benchmarks.stack.Audience;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;

/** Ten million attempts are stored already. */
record History() implements Scenario {

    private static final long ATTEMPTS = 10_000_000;
    private static final int LOOKS = 21;
    private static final int LIMIT_MILLIS = 50;

    @Override
    public void run(Bench bench, Report report) throws Exception {
        Result without = bench.saturate("history, without", 1);
        List<Audience.Endpoint> endpoints = bench.hundred().endpoints();
        long count = (long) (ATTEMPTS * bench.options().scale());
        try (var ledger = bench.ledger()) {
            var seed = new Seed(
                    ledger,
                    bench.progress(),
                    "415",
                    endpoints.stream().map(Audience.Endpoint::tenant).toList(),
                    endpoints.stream().map(endpoint -> Ids.uuid(endpoint.id())).toList());
            seed.events(count);
            seed.attempts(count);
            seed.settle();
        }
        Result with = bench.saturate("history, with", 1);
        report.add(Figure.plain("attempts stored", "%,d and those of the runs".formatted(count)));
        report.add(Figure.plain("without", Figure.perSecond(without.deliveriesPerSecond())));
        report.add(Figure.plain("with", Figure.perSecond(with.deliveriesPerSecond())));
        report.add(Figure.atLeast("throughput", with.deliveriesPerSecond() / without.deliveriesPerSecond(), 0.9));
        pages(bench, report, endpoints.getFirst());
        Bench.account(report, "without", without);
        Bench.account(report, "with", with);
        report.plot(Plot.overTime(
                "deliveries beside %,d stored attempts".formatted(count),
                "deliveries per second",
                1,
                List.of(Plot.steps("without", without.perSecond()), Plot.steps("with", with.perSecond()))));
    }

    private static void pages(Bench bench, Report report, Audience.Endpoint endpoint) throws Exception {
        String tenant = "/v1/tenants/" + endpoint.tenant();
        var pages = new LinkedHashMap<String, String>();
        pages.put("events", "/events?limit=50");
        pages.put("events of a type", "/events?limit=50&type=" + endpoint.type());
        pages.put("deliveries", "/deliveries?limit=50");
        pages.put("deliveries of an endpoint", "/deliveries?limit=50&endpointId=" + endpoint.id());
        pages.put("attempts", "/attempts?limit=50");
        pages.put("attempts of an endpoint", "/attempts?limit=50&endpointId=" + endpoint.id());
        pages.put("dead letters", "/dead-letters?limit=50");
        for (var page : pages.entrySet()) {
            bench.progress().show("reading pages", page.getKey());
            String path = tenant + page.getValue();
            report.add(Figure.below(page.getKey() + ", first page", median(bench, path), LIMIT_MILLIS));
            String cursor = bench.log().get(path).path("nextCursor").asText("");
            if (!cursor.isEmpty() && !cursor.equals("null")) {
                String next =
                        path + "&cursor=" + java.net.URLEncoder.encode(cursor, java.nio.charset.StandardCharsets.UTF_8);
                report.add(Figure.below(page.getKey() + ", next page", median(bench, next), LIMIT_MILLIS));
            }
        }
    }

    private static double median(Bench bench, String path) throws IOException, InterruptedException {
        var millis = new double[LOOKS];
        for (int at = 0; at < LOOKS; at++) {
            long start = System.nanoTime();
            bench.log().get(path);
            millis[at] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        return millis[LOOKS / 2];
    }
}
