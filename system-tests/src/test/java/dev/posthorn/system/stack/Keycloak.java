package dev.posthorn.system.stack;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** The identity provider, asked for tokens the way browsers and backends do. */
public final class Keycloak {

    private static final String PORTAL = "posthorn-portal";
    private static final Pattern FORM_ACTION = Pattern.compile("id=\"kc-form-login\"[^>]* action=\"([^\"]+)\"");
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");

    private final String portal;
    private final String endpoints;

    Keycloak(String portal, String realm) {
        this.portal = portal;
        this.endpoints = realm + "/protocol/openid-connect";
    }

    /** The portal's login: authorization code with PKCE. Nobody but Keycloak's own page sees the password. */
    public String tokenOfUser(String name, String password) {
        var verifier = UUID.randomUUID() + "-" + UUID.randomUUID();
        var page = given().queryParam("client_id", PORTAL)
                .queryParam("redirect_uri", portal + "/")
                .queryParam("response_type", "code")
                .queryParam("scope", "openid")
                .queryParam("code_challenge", challenge(verifier))
                .queryParam("code_challenge_method", "S256")
                .get(endpoints + "/auth")
                .then()
                .statusCode(200)
                .extract();
        var form = FORM_ACTION.matcher(page.asString());
        assertThat(form.find()).as("the login form in " + page.asString()).isTrue();
        // By hand, because clients keep "Secure" cookies back from plain HTTP; browsers make an exception of localhost.
        var redirect = given().cookies(page.cookies())
                .redirects()
                .follow(false)
                .urlEncodingEnabled(false)
                .formParam("username", name)
                .formParam("password", password)
                .post(URI.create(form.group(1).replace("&amp;", "&")))
                .then()
                .statusCode(302)
                .extract()
                .header("Location");
        var code = CODE.matcher(redirect);
        assertThat(code.find()).as("the code in " + redirect).isTrue();
        return given().formParam("grant_type", "authorization_code")
                .formParam("client_id", PORTAL)
                .formParam("redirect_uri", portal + "/")
                .formParam("code", code.group(1))
                .formParam("code_verifier", verifier)
                .post(endpoints + "/token")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
    }

    /** A machine's login: client credentials. */
    public String tokenOfClient(String client, String secret) {
        return given().formParam("grant_type", "client_credentials")
                .formParam("client_id", client)
                .formParam("client_secret", secret)
                .post(endpoints + "/token")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
    }

    private static String challenge(String verifier) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
