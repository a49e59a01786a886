package dev.posthorn.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes a scenario's report as JSON, and its plots as SVG beside it. Names neither this machine nor its folders. */
public final class ResultFiles {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmm");

    private final Path folder;
    private final Map<String, Object> machine;
    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public ResultFiles(Path folder, Map<String, Object> machine) {
        this.folder = folder;
        this.machine = machine;
    }

    /** @return the JSON file */
    public Path write(Report report, Map<String, Object> options) throws IOException {
        Files.createDirectories(folder);
        ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
        String name = STAMP.format(now) + "-" + report.scenario();
        var root = new LinkedHashMap<String, Object>();
        root.put("scenario", report.scenario());
        root.put("at", now.withNano(0).toInstant().toString());
        root.put("machine", machine);
        root.put("options", options);
        root.put("figures", report.figures());
        root.put("notes", report.notes());
        root.put("details", report.details());
        Path file = folder.resolve(name + ".json");
        Files.writeString(file, json.writeValueAsString(root) + "\n");
        for (int at = 0; at < report.plots().size(); at++) {
            String suffix = at == 0 ? "" : "-" + (at + 1);
            Files.writeString(
                    folder.resolve(name + suffix + ".svg"),
                    report.plots().get(at).svg());
        }
        return file;
    }
}
