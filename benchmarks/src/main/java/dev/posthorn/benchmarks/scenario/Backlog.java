package dev.posthorn.benchmarks.scenario;

import dev.posthorn.benchmarks.ledger.BacklogSeed;
import dev.posthorn.benchmarks.ledger.ClaimPlan;
import dev.posthorn.benchmarks.load.LoadGenerator;
import dev.posthorn.benchmarks.receiver.Receiver.Behaviour;
import dev.posthorn.benchmarks.report.Figure;
import dev.posthorn.benchmarks.report.Plot;
import dev.posthorn.benchmarks.report.Report;
import dev.posthorn.benchmarks.stack.Audience;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Fresh events while a million retries wait: half for their time, half due at endpoints that are broken. */
final class Backlog implements Scenario {

    private static final long ROWS = 1_000_000;
    private static final int TENANTS = 10;
    private static final int PER_TENANT = 10;
    private static final double MUST = 0.9;

    @Override
    public String name() {
        return "backlog";
    }

    @Override
    public void run(Lab lab, Report report) throws Exception {
        Audience good = lab.goodEndpoints();
        Audience waiting = lab.audiences()
                .make(
                        "waiting",
                        TENANTS,
                        PER_TENANT,
                        false,
                        at -> lab.receiver().url(behaviour(at), at));
        LoadGenerator.Result without = lab.most("without a backlog", good);
        long rows = new BacklogSeed(lab.ledger())
                .write(
                        waiting,
                        IntStream.range(0, TENANTS * PER_TENANT)
                                .mapToObj(at -> behaviour(at) == Behaviour.GOOD)
                                .toList(),
                        lab.plan().scaled(ROWS),
                        written -> lab.progress().show("writing retries", "%,d".formatted(written)));
        var plan = new ClaimPlan(lab.ledger());
        Thread looker = lookForClaims(plan);
        LoadGenerator.Result with;
        try {
            with = lab.most("with a backlog", good);
        } finally {
            looker.interrupt();
            looker.join();
        }
        var left = lab.ledger().waiting();

        report.add(Figure.plain("retries waiting, at the beginning", "%,d".formatted(rows)));
        report.add(Figure.plain("retries waiting, at the end", "%,d".formatted(left.retries())));
        report.add(Figure.plain(
                "deliveries without / with",
                Figure.perSecond(without.deliveriesPerSecond()) + " / "
                        + Figure.perSecond(with.deliveriesPerSecond())));
        report.add(Figure.atLeast(
                "throughput with / without", with.deliveriesPerSecond() / without.deliveriesPerSecond(), MUST));
        tellPlans(report, plan);
        Lab.tell(report, "without", without);
        Lab.tell(report, "with", with);
        report.plot(Plot.overTime(
                "Fresh deliveries per second",
                "per second",
                1,
                List.of(
                        Plot.steps("without a backlog", without.perSecond()),
                        Plot.steps("with a backlog", with.perSecond()))));
    }

    /** Of a tenant's ten endpoints five are well and have nothing due; three are silent, and behind two is nobody. */
    private static Behaviour behaviour(int endpoint) {
        int at = endpoint % PER_TENANT;
        return at < 5 ? Behaviour.GOOD : at < 8 ? Behaviour.SILENT : Behaviour.CLOSED;
    }

    private static Thread lookForClaims(ClaimPlan plan) {
        return Thread.ofPlatform().daemon().name("claims").start(() -> {
            try {
                while (true) {
                    plan.look();
                    TimeUnit.MILLISECONDS.sleep(500);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void tellPlans(Report report, ClaimPlan claims) throws SQLException {
        List<ClaimPlan.Plan> plans = claims.explain();
        report.detail("claims", plans);
        if (plans.isEmpty()) {
            report.add(new Figure("claiming", "its statement was not seen", "by index only", false));
        }
        for (ClaimPlan.Plan plan : plans) {
            report.add(new Figure("claiming", String.join(", ", plan.scans()), "by index only", plan.isIndexed()));
        }
    }
}
