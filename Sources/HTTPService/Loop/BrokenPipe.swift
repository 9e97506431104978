import Glibc

/// Makes a write to a connection that the far end has closed an error on this thread, and never a
/// signal that ends the process, whatever the program has decided about signals.
package func refuseBrokenPipeSignals() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
}
