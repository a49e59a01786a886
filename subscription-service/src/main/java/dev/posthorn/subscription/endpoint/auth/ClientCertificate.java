package dev.posthorn.subscription.endpoint.auth;

import dev.posthorn.foundation.error.ApiException;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Judges a client certificate and its key: both must be readable, and the key must be the certificate's. */
public final class ClientCertificate {

    private static final Map<String, String> SIGNATURES = Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");

    /** RFC 7468 §10. */
    private static final Pattern PKCS8 =
            Pattern.compile("\\s*-----BEGIN PRIVATE KEY-----\\s+([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----\\s*");

    private ClientCertificate() {}

    /** @throws ApiException 422 with the part that is at fault; its message repeats nothing of the key */
    public static void check(MtlsAuth auth, Instant now) {
        X509Certificate certificate = firstOf(auth.certificate());
        if (certificate.getNotAfter().toInstant().isBefore(now)) {
            throw ApiException.invalid(
                    MtlsAuth.CERTIFICATE,
                    "The certificate expired at " + certificate.getNotAfter().toInstant());
        }
        PublicKey publicKey = certificate.getPublicKey();
        if (!SIGNATURES.containsKey(publicKey.getAlgorithm())) {
            throw ApiException.invalid(MtlsAuth.CERTIFICATE, "The certificate's key must be an RSA or EC key");
        }
        PrivateKey privateKey = keyOf(auth.privateKey(), publicKey.getAlgorithm());
        if (!fit(publicKey, privateKey)) {
            throw ApiException.invalid(MtlsAuth.PRIVATE_KEY, "The private key is not the certificate's");
        }
    }

    private static X509Certificate firstOf(String pem) {
        try {
            var chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            if (pem.contains("-----BEGIN CERTIFICATE-----")
                    && List.copyOf(chain).getFirst() instanceof X509Certificate first) {
                return first;
            }
        } catch (CertificateException | RuntimeException malformed) {
            // Told below.
        }
        throw ApiException.invalid(
                MtlsAuth.CERTIFICATE, "No certificate in PEM, which begins with -----BEGIN CERTIFICATE-----");
    }

    private static PrivateKey keyOf(String pem, String algorithm) {
        var matcher = PKCS8.matcher(pem);
        if (!matcher.matches()) {
            throw ApiException.invalid(
                    MtlsAuth.PRIVATE_KEY,
                    "No PKCS #8 key in PEM, which begins with -----BEGIN PRIVATE KEY-----; openssl pkcs8 -topk8 -nocrypt "
                            + "makes one of others");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(1));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            throw ApiException.invalid(
                    MtlsAuth.PRIVATE_KEY, "The private key is no " + algorithm + " key, as the certificate has one");
        }
    }

    /** What the one signs, the other verifies. */
    private static boolean fit(PublicKey publicKey, PrivateKey privateKey) {
        byte[] probe = new byte[32];
        new SecureRandom().nextBytes(probe);
        try {
            Signature signature = Signature.getInstance(SIGNATURES.get(publicKey.getAlgorithm()));
            signature.initSign(privateKey);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException unfit) {
            return false;
        }
    }
}
