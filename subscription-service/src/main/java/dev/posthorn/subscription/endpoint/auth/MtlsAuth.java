package dev.posthorn.subscription.endpoint.auth;

import dev.posthorn.foundation.error.ApiException;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.Optional;

/** A client certificate (RFC 8446 §4.4.2). Whether the two fit is judged by {@link ClientCertificate}. */
public record MtlsAuth(
        @Schema(required = true, description = "PEM; those that vouch for it may follow")
        String certificate,

        @Schema(required = true, description = "PEM, PKCS #8, not encrypted; RSA or EC")
        String privateKey)
        implements Auth {

    static final String CERTIFICATE = "auth.certificate";
    static final String PRIVATE_KEY = "auth.privateKey";

    private static final int LONGEST = 64 * 1024;

    public MtlsAuth {
        check(CERTIFICATE, certificate);
        check(PRIVATE_KEY, privateKey);
    }

    private static void check(String field, String pem) {
        AuthText.checkPresent(field, pem);
        if (pem.length() > LONGEST) {
            throw ApiException.invalid(field, "Field " + field + " must have at most 64 KiB");
        }
    }

    @Override
    public Auth hidden() {
        return new MtlsAuth(certificate, HIDDEN);
    }

    @Override
    public Optional<String> headerName() {
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "MtlsAuth[…]";
    }
}
