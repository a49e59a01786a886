package dev.posthorn.delivery.ledger;

import dev.posthorn.foundation.sql.Transaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;

import javax.sql.DataSource;
import java.sql.SQLException;

/** Looks at what waits on disk, every few seconds. */
@ApplicationScoped
class BacklogWatch {

    private final DataSource dataSource;
    private final LedgerRepository repository;
    private final AttemptNewsRepository news;
    private final LedgerMetrics metrics;

    BacklogWatch(
            DataSource dataSource, LedgerRepository repository, AttemptNewsRepository news, LedgerMetrics metrics) {
        this.dataSource = dataSource;
        this.repository = repository;
        this.news = news;
        this.metrics = metrics;
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() throws SQLException {
        runOnce();
    }

    LedgerRepository.Backlog runOnce() throws SQLException {
        LedgerRepository.Backlog backlog = Transaction.run(dataSource, repository::backlog);
        metrics.sawBacklog(backlog.waiting(), backlog.oldestDue());
        metrics.sawNews(news.waiting());
        return backlog;
    }
}
