package dev.posthorn.delivery.preview;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.Map;

/** What would become of the event. */
@Schema(name = "Preview")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record PreviewView(
        boolean sent,

        @Schema(
                description = "Why nothing would be sent; null when something would",
                enumeration = {
                    "no_subscription",
                    "filtered",
                    "filter_failed",
                    "transform_failed",
                    "endpoint_paused",
                    "endpoint_disabled"
                })
        String reason,

        String message,

        @Schema(description = "The subscription that wants it, or whose filter failed")
        String subscriptionId,

        @Schema(description = "Null when there is none") Request request) {

    /** The values of the endpoint's own headers are hidden; the signature is a real one. */
    @Schema(name = "PreviewedRequest")
    public record Request(String method, String url, Map<String, String> headers, String body) {}
}
