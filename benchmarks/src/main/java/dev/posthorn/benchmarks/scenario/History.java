package dev.posthorn.benchmarks.scenario;

import dev.posthorn.benchmarks.ledger.HistorySeed;
import dev.posthorn.benchmarks.load.LoadGenerator;
import dev.posthorn.benchmarks.report.Figure;
import dev.posthorn.benchmarks.report.Plot;
import dev.posthorn.benchmarks.report.Report;
import dev.posthorn.benchmarks.stack.Audience;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Throughput and the lists while ten million attempts are stored. */
final class History implements Scenario {

    private static final long ATTEMPTS = 10_000_000;
    private static final double THROUGHPUT_MUST = 0.9;
    private static final double PAGE_MUST = 50;

    @Override
    public String name() {
        return "history";
    }

    @Override
    public void run(Lab lab, Report report) throws Exception {
        Audience audience = lab.goodEndpoints();
        LoadGenerator.Result without = lab.most("without history", audience);
        long attempts = lab.plan().scaled(ATTEMPTS);
        lab.progress().show("writing attempts", "%,d".formatted(attempts));
        long begin = System.nanoTime();
        long written = new HistorySeed(lab.ledger())
                .write(
                        audience,
                        attempts,
                        done -> lab.progress().show("writing attempts", "%,d of %,d".formatted(done, attempts)));
        lab.progress()
                .say("%,d attempts were written in %d s"
                        .formatted(written, (System.nanoTime() - begin) / 1_000_000_000L));
        var pages = new ListPages(lab.deliveryApi(), lab.progress());
        Map<String, ListPages.Times> times = readPages(pages, audience);
        LoadGenerator.Result with = lab.most("with history", audience);

        report.add(Figure.plain("attempts stored", "%,d".formatted(written)));
        report.add(Figure.plain(
                "deliveries without / with",
                Figure.perSecond(without.deliveriesPerSecond()) + " / "
                        + Figure.perSecond(with.deliveriesPerSecond())));
        report.add(Figure.atLeast(
                "throughput with / without",
                with.deliveriesPerSecond() / without.deliveriesPerSecond(),
                THROUGHPUT_MUST));
        times.forEach((page, time) -> report.add(Figure.below(page + ", p95", time.p95Millis(), PAGE_MUST)));
        Lab.tell(report, "without", without);
        Lab.tell(report, "with", with);
        report.detail("pages", times);
        report.note(
                "A page has 50 entries. Pages are read one after the other, by one reader, with nothing else going on;"
                        + " the figure is the slower of the first page and the tenth.");
        report.plot(Plot.overTime(
                "Deliveries per second",
                "per second",
                1,
                List.of(
                        Plot.steps("without history", without.perSecond()),
                        Plot.steps("with history", with.perSecond()))));
    }

    private static Map<String, ListPages.Times> readPages(ListPages pages, Audience audience) throws Exception {
        Audience.Endpoint endpoint = audience.endpoints().getFirst();
        String tenant = "/v1/tenants/" + endpoint.tenant();
        String days = "since=" + Instant.now().minus(Duration.ofDays(5)) + "&until="
                + Instant.now().minus(Duration.ofDays(4));
        var wanted = new LinkedHashMap<String, String>();
        wanted.put("events", "/events?");
        wanted.put("events of a type", "/events?type=" + endpoint.type());
        wanted.put("events of one day", "/events?" + days);
        wanted.put("deliveries", "/deliveries?");
        wanted.put("deliveries of an endpoint", "/deliveries?endpointId=" + endpoint.id());
        wanted.put("dead deliveries", "/deliveries?status=dead");
        wanted.put("deliveries of one day", "/deliveries?" + days);
        wanted.put("attempts", "/attempts?");
        wanted.put("attempts of an endpoint", "/attempts?endpointId=" + endpoint.id());
        wanted.put("rejected attempts", "/attempts?outcome=rejected");
        wanted.put("attempts that timed out", "/attempts?outcome=timeout");
        wanted.put("rejected attempts of an endpoint", "/attempts?outcome=rejected&endpointId=" + endpoint.id());
        wanted.put("attempts of one day", "/attempts?" + days);
        wanted.put("dead letters", "/dead-letters?");
        wanted.put("dead letters of an endpoint", "/dead-letters?endpointId=" + endpoint.id());
        var times = new LinkedHashMap<String, ListPages.Times>();
        for (var list : wanted.entrySet()) {
            times.put(list.getKey(), pages.read(list.getKey(), tenant + list.getValue()));
        }
        return times;
    }
}
