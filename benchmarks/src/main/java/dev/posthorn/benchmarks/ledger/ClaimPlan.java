package dev.posthorn.benchmarks.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How delivery-service finds what is due. The statement is the one that it really runs, as PostgreSQL shows it among the
 * last statements of its connections: whoever changes it need not tell anybody here.
 */
public final class ClaimPlan {

    /** What delivery-service claims at once by default (posthorn.ledger.claim-size). */
    private static final int CLAIM_SIZE = 500;

    private static final String PARAMETER_TYPES = """
            select unnest(parameter_types)::text from pg_prepared_statements where name = 'claim'""";

    private static final String RUNNING = """
            select distinct query from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()
            and query ilike '%retry%' and query ilike '%skip locked%' and query ilike '%due_at%'""";

    private final LedgerDatabase database;
    private final Set<String> statements = new LinkedHashSet<>();

    public ClaimPlan(LedgerDatabase database) {
        this.database = database;
    }

    /** Notes what runs at this moment. Call it often: a connection shows only its last statement. */
    public void look() throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(RUNNING)) {
            while (rows.next()) {
                statements.add(rows.getString(1));
            }
        }
    }

    public boolean found() {
        return !statements.isEmpty();
    }

    /**
     * @param lines as PostgreSQL prints it
     * @param scans of the table {@code retry}, by the names of their nodes and indexes
     * @param isIndexed whether rows of {@code retry} are found by an index only, without a sort
     */
    public record Plan(String statement, List<String> lines, List<String> scans, boolean isIndexed) {}

    /** One for each statement that was seen, planned for what delivery-service asks for. Nothing is executed. */
    public List<Plan> explain() throws SQLException {
        var plans = new ArrayList<Plan>();
        for (String text : statements) {
            // The driver's simple protocol leaves $1 as it is.
            try (var connection = database.connectSimply();
                    var statement = connection.createStatement()) {
                statement.execute("prepare claim as " + text);
                String execute = "execute claim"
                        + read(statement, PARAMETER_TYPES).stream()
                                .map(ClaimPlan::value)
                                .collect(Collectors.joining(", ", "(", ")"))
                                .replace("()", "");
                var scans = new ArrayList<String>();
                JsonNode root = parse(String.join("\n", read(statement, "explain (format json) " + execute)));
                boolean indexed = inspect(root.path(0).path("Plan"), scans);
                plans.add(new Plan(text, read(statement, "explain (costs off) " + execute), scans, indexed));
            }
        }
        return plans;
    }

    /** Of the numbers the planner must know the real one; lists of endpoints are usually short. */
    private static String value(String type) {
        return type.endsWith("[]")
                ? "'{}'"
                : type.equals("integer") || type.equals("bigint") ? "" + CLAIM_SIZE : "null";
    }

    private static List<String> read(Statement statement, String sql) throws SQLException {
        try (var rows = statement.executeQuery(sql)) {
            var lines = new ArrayList<String>();
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
            return lines;
        }
    }

    private static JsonNode parse(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL answered with a plan that is no JSON", e);
        }
    }

    /** Adds the scans of this node and those below it. @return false when one reads more than an index gives */
    static boolean inspect(JsonNode node, List<String> scans) {
        String type = node.path("Node Type").asText();
        // What was claimed may be sorted: it is no more than was asked for.
        boolean indexed = !(type.contains("Sort") && scansRetry(node));
        if (isScanOfRetry(node)) {
            scans.add(type
                    + (node.has("Index Name") ? " " + node.path("Index Name").asText() : ""));
            indexed = type.startsWith("Index") || type.startsWith("Tid");
        }
        for (JsonNode child : node.path("Plans")) {
            indexed &= inspect(child, scans);
        }
        return indexed;
    }

    private static boolean scansRetry(JsonNode node) {
        if (isScanOfRetry(node)) {
            return true;
        }
        for (JsonNode child : node.path("Plans")) {
            if (scansRetry(child)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isScanOfRetry(JsonNode node) {
        return "retry".equals(node.path("Relation Name").asText())
                && node.path("Node Type").asText().contains("Scan");
    }
}
