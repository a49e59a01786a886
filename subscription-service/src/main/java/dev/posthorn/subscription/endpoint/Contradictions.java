package dev.posthorn.subscription.endpoint;

import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.subscription.endpoint.auth.MtlsAuth;
import dev.posthorn.subscription.endpoint.option.Format;
import dev.posthorn.subscription.endpoint.option.Ordering;
import dev.posthorn.subscription.endpoint.option.RegionalUrls;
import dev.posthorn.subscription.endpoint.option.RequestHeaders;

import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Refuses options of which each is right, but which cannot be had together, with a sentence that says why. */
final class Contradictions {

    private Contradictions() {}

    /** @throws ApiException 422 with the option that has to give way */
    static void check(EndpointOptions options) {
        checkOrder(options);
        checkBatches(options);
        checkRegions(options);
        checkHeaders(options);
        checkCertificate(options);
    }

    private static void checkOrder(EndpointOptions options) {
        if (options.ordering() == Ordering.NONE) {
            if (options.onDeadLetter() != null) {
                throw ApiException.invalid(
                        "onDeadLetter",
                        "Without ordering, no event waits for another, so that there is nothing to skip or block: set "
                                + "ordering to strict or key, or leave onDeadLetter out");
            }
            return;
        }
        if (options.concurrency() != null && options.concurrency().atOnce() > 1) {
            throw ApiException.invalid(
                    "concurrency",
                    "With ordering " + options.ordering() + ", an event waits until the one before it has arrived, so "
                            + "that several requests cannot be out at once: set concurrency to 1, or leave it out");
        }
    }

    private static void checkBatches(EndpointOptions options) {
        if (options.batching() == null) {
            return;
        }
        if (options.ordering() == Ordering.KEY) {
            throw ApiException.invalid(
                    "batching",
                    "A batch would mix events of several ordering keys, and one that fails would hold up all of them: "
                            + "set ordering to strict or none, or leave batching out");
        }
        if (options.format() == Format.CLOUDEVENTS_BINARY) {
            throw ApiException.invalid(
                    "batching",
                    "The format cloudevents-binary has room for one event: its attributes are the request's headers. "
                            + "Set format to cloudevents for batches");
        }
    }

    private static void checkRegions(EndpointOptions options) {
        RegionalUrls urls = options.urls();
        if (options.region() != null && !urls.isEmpty() && !urls.has(options.region())) {
            throw ApiException.invalid(
                    "region",
                    "Only instances of region " + options.region() + " deliver to this endpoint, but urls has no URL "
                            + "for it; it has " + urls.values().keySet());
        }
        Map<URI, String> regions = new HashMap<>();
        urls.values().forEach((region, url) -> {
            String other = regions.put(URI.create(url), region);
            if (other != null) {
                throw ApiException.invalid(
                        RegionalUrls.fieldOf(region),
                        "Regions " + other + " and " + region + " have the same URL, so that naming the region makes "
                                + "no difference: give one of them its own, or leave both to url");
            }
        });
    }

    private static void checkHeaders(EndpointOptions options) {
        String signature = options.signature().header();
        if (options.auth() != null) {
            options.auth().headerName().ifPresent(header -> {
                checkFree(options.headers(), header, "auth sets it");
                if (header.equalsIgnoreCase(signature)) {
                    throw ApiException.invalid(
                            "signature.header", "Header " + header + " cannot hold the signature: auth sets it");
                }
            });
        }
        if (signature != null) {
            checkFree(options.headers(), signature, "it holds the signature");
        }
        if (options.format() == Format.CLOUDEVENTS_BINARY) {
            options.headers().values().keySet().stream()
                    .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("ce-"))
                    .forEach(name -> checkFree(
                            options.headers(), name, "the format cloudevents-binary has the event's attributes there"));
        }
    }

    private static void checkFree(RequestHeaders headers, String name, String why) {
        headers.values().keySet().stream().filter(name::equalsIgnoreCase).forEach(own -> {
            throw ApiException.invalid(
                    RequestHeaders.fieldOf(own), "Header " + own + " cannot be one of your own: " + why);
        });
    }

    private static void checkCertificate(EndpointOptions options) {
        if (options.auth() instanceof MtlsAuth) {
            Stream.concat(Stream.of(options.url()), options.urls().values().values().stream())
                    .filter(url -> !"https".equalsIgnoreCase(URI.create(url).getScheme()))
                    .forEach(url -> {
                        throw ApiException.invalid(
                                "auth", "A client certificate is shown within TLS, but " + url + " is not https://");
                    });
        }
    }
}
