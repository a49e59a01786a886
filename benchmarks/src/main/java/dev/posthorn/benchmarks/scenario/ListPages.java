package dev.posthorn.benchmarks.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.posthorn.benchmarks.report.Progress;
import dev.posthorn.benchmarks.stack.Api;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads lists as a portal does, and times it. */
final class ListPages {

    private static final int WARM_UP = 5;
    private static final int TIMES = 40;
    private static final int LATER_PAGE = 10;

    private final Api api;
    private final Progress progress;

    ListPages(Api api, Progress progress) {
        this.api = api;
        this.progress = progress;
    }

    /** @param entries of the first page; a filter that finds little proves little */
    record Times(
            double firstP50Millis, double firstP95Millis, double laterP50Millis, double laterP95Millis, int entries) {

        double p95Millis() {
            return Math.max(firstP95Millis, laterP95Millis);
        }
    }

    /** @param path of the list with its filters, which another parameter can be appended to */
    Times read(String name, String path) throws IOException, InterruptedException {
        progress.show("reading " + name, "");
        JsonNode page = api.get(path);
        int entries = page.path("data").size();
        String later = path;
        for (int at = 1; at < LATER_PAGE && page.path("nextCursor").isTextual(); at++) {
            later = path + "&cursor="
                    + URLEncoder.encode(page.path("nextCursor").textValue(), StandardCharsets.UTF_8);
            page = api.get(later);
        }
        double[] first = times(path);
        double[] last = times(later);
        return new Times(
                quantile(first, 0.5), quantile(first, 0.95), quantile(last, 0.5), quantile(last, 0.95), entries);
    }

    private double[] times(String path) throws IOException, InterruptedException {
        var millis = new double[TIMES];
        for (int at = -WARM_UP; at < TIMES; at++) {
            long begin = System.nanoTime();
            api.get(path);
            if (at >= 0) {
                millis[at] = (System.nanoTime() - begin) / 1e6;
            }
        }
        Arrays.sort(millis);
        return millis;
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}
