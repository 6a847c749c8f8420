// Starts Dash's renderer; a file of its own, so that no page needs an inline script.
var renderer = new DashRenderer();
