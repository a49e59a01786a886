package dev.posthorn.benchmarks.scenario;

import dev.posthorn.benchmarks.load.LoadGenerator.Result;
import dev.posthorn.benchmarks.receiver.Receiver.Behaviour;
import dev.posthorn.benchmarks.report.Figure;
import dev.posthorn.benchmarks.report.Plot;
import dev.posthorn.benchmarks.report.Report;
import dev.posthorn.benchmarks.stack.Audience;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A million retries wait: half of them not due yet, half due at endpoints that are broken. */
record Backlog() implements Scenario {

    private static final long RETRIES = 1_000_000;

    /** The part of delivery-service's claim that finds its rows. */
    private static final String CLAIM = """
            explain (analyze, costs off, timing off) select event_id, endpoint_id from retry where due_at <= now()
            order by due_at limit 500 for update skip locked""";

    @Override
    public void run(Bench bench, Report report) throws Exception {
        Result without = bench.saturate("backlog, without", 1);
        Audience closed = bench.makeAudience("closed", 1, 50, true, Behaviour.CLOSED);
        Audience silent = bench.makeAudience("silent", 1, 50, true, Behaviour.SILENT);
        var broken = new ArrayList<>(closed.endpoints());
        broken.addAll(silent.endpoints());
        long count = (long) (RETRIES * bench.options().scale());
        try (var ledger = bench.ledger()) {
            var seed = new Seed(
                    ledger,
                    bench.progress(),
                    "bac",
                    broken.stream().map(Audience.Endpoint::tenant).toList(),
                    broken.stream().map(endpoint -> Ids.uuid(endpoint.id())).toList());
            seed.events(count);
            seed.retries(count);
            seed.settle();
        }
        Result with = bench.saturate("backlog, with", 1);
        report.add(Figure.plain("retries waiting", "%,d".formatted(waiting(bench))));
        report.add(Figure.plain("without", Figure.perSecond(without.deliveriesPerSecond())));
        report.add(Figure.plain("with", Figure.perSecond(with.deliveriesPerSecond())));
        report.add(Figure.atLeast("fresh throughput", with.deliveriesPerSecond() / without.deliveriesPerSecond(), 0.9));
        List<String> plan = explainClaim(bench);
        boolean indexScan = plan.stream().anyMatch(line -> line.contains("Index Scan using retry_due"))
                && plan.stream().noneMatch(line -> line.contains("Seq Scan") || line.contains("Sort"));
        report.add(new Figure("claiming", indexScan ? "one index scan" : "see the plan", "one index scan", indexScan));
        report.detail("claimPlan", plan);
        Bench.account(report, "without", without);
        Bench.account(report, "with", with);
        report.plot(Plot.overTime(
                "fresh deliveries beside %,d waiting retries".formatted(count),
                "deliveries per second",
                1,
                List.of(Plot.steps("without", without.perSecond()), Plot.steps("with", with.perSecond()))));
    }

    private static long waiting(Bench bench) throws SQLException {
        try (var ledger = bench.ledger();
                var statement = ledger.createStatement();
                var rows = statement.executeQuery("select count(*) from retry")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static List<String> explainClaim(Bench bench) throws SQLException {
        try (var ledger = bench.ledger();
                var statement = ledger.createStatement();
                var rows = statement.executeQuery(CLAIM)) {
            var plan = new ArrayList<String>();
            while (rows.next()) {
                plan.add(rows.getString(1));
            }
            return plan;
        }
    }
}
