package io.millrace.console.cli;

import io.millrace.console.web.Login;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.Secrets;
import io.millrace.runtime.tls.RenewedIdentity;
import io.millrace.runtime.web.PageGuard;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Option;

/** Where the page is shown, and to whom; a picocli mixin. */
final class PageOptions {
    static final String PORT = "--page-port";
    private static final String CERTIFICATE = "--page-certificate-file";

    @Option(
            names = PORT,
            paramLabel = "PORT",
            defaultValue = "${env:CONSOLE_PAGE_PORT:-8080}",
            description = "Port of the page; 0 takes a free one [CONSOLE_PAGE_PORT]. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = "--page-address",
            paramLabel = "ADDRESS",
            defaultValue = "${env:CONSOLE_PAGE_ADDRESS:-127.0.0.1}",
            description = "Address that the page listens on. One that others reach needs one of the next three"
                    + " [CONSOLE_PAGE_ADDRESS]. Default: ${DEFAULT-VALUE}")
    private String address;

    @Option(
            names = "--page-password-file",
            paramLabel = "FILE",
            defaultValue = "${env:CONSOLE_PAGE_PASSWORD_FILE}",
            description = "File with the password that a browser asks for; the user is millrace. Elsewhere than on"
                    + " loopback with TLS only, or others could read it on its way [CONSOLE_PAGE_PASSWORD_FILE].")
    private Path passwordFile;

    @Option(
            names = CERTIFICATE,
            paramLabel = "FILE",
            defaultValue = "${env:CONSOLE_PAGE_CERTIFICATE_FILE}",
            description =
                    "PEM file of the certificate, and those that it hangs on: the page is served over TLS. Read again"
                            + " when it changes [CONSOLE_PAGE_CERTIFICATE_FILE]. Default: plain HTTP")
    private Path certificateFile;

    @Option(
            names = "--page-key-file",
            paramLabel = "FILE",
            defaultValue = "${env:CONSOLE_PAGE_KEY_FILE}",
            description =
                    "PEM file of the page's private key, which its certificate belongs to [CONSOLE_PAGE_KEY_FILE].")
    private Path keyFile;

    @Option(
            names = "--page-key-password-file",
            paramLabel = "FILE",
            defaultValue = "${env:CONSOLE_PAGE_KEY_PASSWORD_FILE}",
            description = "File with the password of the key, if it is encrypted [CONSOLE_PAGE_KEY_PASSWORD_FILE].")
    private Path keyPasswordFile;

    @Option(
            names = "--page-user-header",
            paramLabel = "NAME",
            defaultValue = "${env:CONSOLE_PAGE_USER_HEADER}",
            description = "Header in which a proxy in front names the user that it has let in; without it nothing is"
                    + " answered. The proxy must take it out of what comes from outside [CONSOLE_PAGE_USER_HEADER].")
    private String userHeader;

    @Option(
            names = "--page-open",
            defaultValue = "${env:CONSOLE_PAGE_OPEN:-false}",
            description =
                    "Whoever reaches the address may see all messages: for a network that is closed itself, as that"
                            + " of the containers [CONSOLE_PAGE_OPEN]. Default: only on loopback")
    private boolean openToAll;

    @Option(
            names = "--page-host",
            split = ",",
            paramLabel = "NAME,...",
            defaultValue = "${env:CONSOLE_PAGE_HOST}",
            description =
                    "Names by which browsers ask for the page besides localhost, for instance that of a proxy in front"
                            + " [CONSOLE_PAGE_HOST]. Default: none")
    private List<String> hosts = new ArrayList<>();

    /** Where, and to whom. */
    record Page(InetSocketAddress address, PageGuard guard, Optional<Login> login, Optional<SSLContext> tls) {}

    /** The settings, after noting what is wrong with them. */
    Page settings(Problems problems) {
        problems.require(port >= 0 && port <= 65_535, PORT, port, "must be from 0 to 65535");
        InetSocketAddress listening = new InetSocketAddress(address, Math.max(0, Math.min(65_535, port)));
        problems.require(!listening.isUnresolved(), "--page-address", address, "must be an address of this machine");
        boolean loopback = !listening.isUnresolved() && listening.getAddress().isLoopbackAddress();
        Optional<Login> login = login(problems);
        problems.require(
                loopback || listening.isUnresolved() || login.isPresent() || openToAll,
                "--page-address",
                address,
                "must be of loopback, or --page-password-file, --page-user-header or --page-open be given: others could"
                        + " read all messages");
        problems.require(
                loopback || listening.isUnresolved() || passwordFile == null || certificateFile != null,
                "--page-address",
                address,
                "must be of loopback where --page-password-file is given without " + CERTIFICATE
                        + ": others could read the password");
        PageGuard guard = listening.isUnresolved() || loopback || login.isPresent()
                ? PageGuard.of(listening.isUnresolved() ? InetAddress.getLoopbackAddress() : listening.getAddress())
                : PageGuard.neighbours();
        return new Page(
                listening,
                guard.and(hosts.stream().filter(name -> !name.isBlank()).toList()),
                login,
                tls(problems));
    }

    private Optional<SSLContext> tls(Problems problems) {
        if ((certificateFile == null) != (keyFile == null)) {
            problems.add(CERTIFICATE + " and --page-key-file must be given together");
            return Optional.empty();
        }
        if (certificateFile == null) {
            return Optional.empty();
        }
        Optional<String> password = keyPasswordFile == null
                ? Optional.empty()
                : Optional.ofNullable(
                        problems.collect(() -> Secrets.read("--page-key-password-file", keyPasswordFile)));
        return Optional.ofNullable(problems.collect(
                        () -> new RenewedIdentity(certificateFile, keyFile, password, System::nanoTime)))
                .map(RenewedIdentity::context);
    }

    private Optional<Login> login(Problems problems) {
        if (passwordFile != null) {
            String password = problems.collect(() -> Secrets.read("--page-password-file", passwordFile));
            return Optional.of(new Login.Password("millrace", password == null ? "" : password));
        }
        return Optional.ofNullable(userHeader).filter(name -> !name.isBlank()).map(Login.ProxyHeader::new);
    }
}
